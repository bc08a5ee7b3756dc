package io.jenkins.plugins.aviary.benchmark;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Compares benchmark results with a baseline of the same branch and machine, and stops what got slower. */
@Step(
        name = "benchmarkGate",
        summary =
                "Compares benchmark results with a baseline of the same branch and machine, and stops what got slower.")
public record BenchmarkGate(
        @Parameter(
                "Result files relative to the workspace, as patterns: JSON of Google Benchmark, XML of JUnit or ctest")
        List<String> results,

        @Parameter("Logs relative to the workspace, as patterns, in which numbers are looked for")
        List<String> logs,

        @Parameter("What is looked for in logs: names, and patterns whose first group is the number")
        Map<String, String> numbers,

        @Parameter(value = "The name of this set of benchmarks", defaultsTo = "benchmarks")
        String suite,

        @Parameter(value = "Which time of Google Benchmark counts", defaultsTo = "CPU")
        BenchmarkTime time,

        @Parameter("The branch that is measured; BRANCH_NAME if not given, else main")
        String branch,

        @Parameter("The branch whose baseline is compared with; CHANGE_TARGET if not given, else the measured branch")
        String against,

        @Parameter("What else makes times comparable, such as the compiler and its flags")
        String machine,

        @Parameter(value = "The change in percent, above 0, from which on it counts", defaultsTo = "2")
        double threshold,

        @Parameter(
                value =
                        "The chance in percent, above 0 and below 50, that unchanged benchmarks are stopped, all together",
                defaultsTo = "1")
        double falseAlarms,

        @Parameter(
                value = "How many of the newest values of each benchmark the baseline keeps, from 5",
                defaultsTo = "60")
        int window,

        @Parameter(value = "Whether results that pass become part of the baseline", defaultsTo = "true")
        boolean update,

        @Parameter("Whether this is a release: later results are compared with it too, until the next one")
        boolean release,

        @Parameter("Whether to take the results as they are: what got slower passes and renews the baseline")
        boolean accept,

        @Parameter("Whether a benchmark that got slower fails the build instead of making it unstable")
        boolean fail,

        @Parameter("The file that the table is written to as Markdown, relative to the workspace")
        String report)
        implements Operation<BenchmarkGate.Result> {
    private static final double PERCENT = 100;
    private static final int SMALLEST_WINDOW = 5;

    /**
     * What came of it.
     *
     * @param suite the set of benchmarks
     * @param verdict {@code passed}, {@code first}, {@code slower}, {@code accepted} or {@code inconclusive}
     * @param branch the branch whose baseline was compared with
     * @param machine the machine's fingerprint
     * @param benchmarks how many benchmarks there are
     * @param slower those that got slower
     * @param faster those that got faster
     * @param tooFew those with too few values
     * @param missing those that the baseline has and the results lack
     */
    public record Result(
            String suite,
            String verdict,
            String branch,
            String machine,
            int benchmarks,
            List<String> slower,
            List<String> faster,
            List<String> tooFew,
            List<String> missing) {
        /** Takes copies. */
        public Result {
            slower = List.copyOf(slower);
            faster = List.copyOf(faster);
            tooFew = List.copyOf(tooFew);
            missing = List.copyOf(missing);
        }
    }

    /** Takes what is absent as empty and refuses values outside their ranges. */
    public BenchmarkGate {
        results = results == null ? List.of() : List.copyOf(results);
        logs = logs == null ? List.of() : List.copyOf(logs);
        numbers = numbers == null ? Map.of() : Map.copyOf(numbers);
        branch = branch == null ? "" : branch;
        against = against == null ? "" : against;
        machine = machine == null ? "" : machine;
        report = report == null ? "" : report;
        if (results.isEmpty() && logs.isEmpty()) {
            throw new InvalidParameter("benchmarkGate needs 'results' or 'logs' to read.");
        }
        if (logs.isEmpty() != numbers.isEmpty()) {
            throw new InvalidParameter(
                    "'logs' says where numbers are looked for and 'numbers' which: give both or none.");
        }
        if (!(threshold > 0)) {
            throw new InvalidParameter("threshold is above 0 percent, not " + threshold);
        }
        if (!(falseAlarms > 0 && falseAlarms < PERCENT / 2)) {
            throw new InvalidParameter("falseAlarms is above 0 and below 50 percent, not " + falseAlarms);
        }
        if (window < SMALLEST_WINDOW) {
            throw new InvalidParameter("window is 5 or more, not " + window);
        }
    }

    @Override
    public Outcome<Result> run(RunContext context) throws InterruptedException {
        LogNumbers wanted = new LogNumbers(numbers);
        try {
            BenchmarkResults read = new ResultFiles(context.workspace())
                    .results(results, time)
                    .logs(logs, wanted)
                    .read();
            read.remarks().forEach(context.log()::warn);
            if (read.series().isEmpty()) {
                throw new OperationFailure("No benchmark was found in " + String.join(", ", results)
                        + String.join(", ", logs) + "; did it run, and do the patterns fit?");
            }
            context.checkCancelled();
            return new GateRun(this, context, read).outcome();
        } catch (IOException e) {
            throw new OperationFailure("The results cannot be read: " + e.getMessage(), e);
        }
    }

    RegressionRule rule() {
        return new RegressionRule(threshold / PERCENT, falseAlarms / PERCENT);
    }
}
