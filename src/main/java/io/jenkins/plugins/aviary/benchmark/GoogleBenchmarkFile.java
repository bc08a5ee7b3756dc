package io.jenkins.plugins.aviary.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.util.Map;

/**
 * A result file of Google Benchmark ({@code --benchmark_out=FILE --benchmark_out_format=json}). Each repetition is a
 * value, in nanoseconds; aggregates are left out, since no test can be made with them.
 */
final class GoogleBenchmarkFile {
    private static final Map<String, Double> NANOSECONDS = Map.of("ns", 1.0, "us", 1e3, "ms", 1e6, "s", 1e9);

    private GoogleBenchmarkFile() {}

    static boolean is(JsonNode root) {
        return root.path("benchmarks").isArray();
    }

    static void read(String file, JsonNode root, BenchmarkTime time, BenchmarkResults into) {
        JsonNode context = root.path("context");
        for (String name : new String[] {"num_cpus", "library_build_type"}) {
            if (context.has(name)) {
                into.context(name, context.path(name).asText());
            }
        }
        int aggregates = 0;
        int repetitions = 0;
        for (JsonNode benchmark : root.path("benchmarks")) {
            String name =
                    benchmark.path("run_name").asText(benchmark.path("name").asText());
            if (benchmark.path("error_occurred").asBoolean(false)) {
                throw new OperationFailure("The benchmark '" + name + "' in " + file + " failed: "
                        + benchmark.path("error_message").asText("no message") + "; mend it or leave it out.");
            }
            if (benchmark.path("run_type").asText("iteration").equals("aggregate")) {
                aggregates++;
                continue;
            }
            JsonNode value = benchmark.path(time.field());
            Double factor = NANOSECONDS.get(benchmark.path("time_unit").asText("ns"));
            if (!value.isNumber() || factor == null || !(value.asDouble() >= 0)) {
                throw new OperationFailure("The benchmark '" + name + "' in " + file + " has no '" + time.field()
                        + "' in ns, us, ms or s; is the file complete?");
            }
            repetitions++;
            into.add(name, "ns", value.asDouble() * factor);
        }
        if (repetitions == 0 && aggregates > 0) {
            into.remark(file + " holds aggregates only; run it without --benchmark_report_aggregates_only.");
        }
    }
}
