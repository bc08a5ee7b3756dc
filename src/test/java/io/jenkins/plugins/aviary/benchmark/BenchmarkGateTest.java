package io.jenkins.plugins.aviary.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarkGateTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-04T10:00:00Z"), ZoneOffset.UTC);

    @TempDir
    private Path workspace;

    @TempDir
    private Path home;

    private final RecordedRun run = new RecordedRun();

    @Test
    void theFirstResultsBeginTheBaselineAndEqualOnesPass() throws Exception {
        google("bench.json", 1, 15, 1.0);
        assertThat(gate("main").result().verdict()).isEqualTo("first");
        google("bench.json", 2, 15, 1.0);
        Outcome<BenchmarkGate.Result> second = gate("main");
        assertThat(second.code()).isEqualTo(ExitCode.DONE);
        assertThat(second.result().verdict()).isEqualTo("passed");
        assertThat(run.events()).hasSize(2).allMatch(event -> event.type().equals("benchmark.compared"));
        assertThat(run.events().get(1).payload().path("comparisons")).hasSize(2);
    }

    @Test
    void whatGotSlowerIsStoppedAndDoesNotBecomeTheBaseline() throws Exception {
        google("bench.json", 1, 15, 1.0);
        gate("main");
        google("bench.json", 2, 15, 1.2);
        Outcome<BenchmarkGate.Result> slower = gate("main");
        assertThat(slower.code()).isEqualTo(ExitCode.UNSTABLE);
        assertThat(slower.result().slower()).containsExactly("BM_Path", "BM_Save");
        assertThat(slower.summary()).contains("BM_Path by 2");
        google("bench.json", 3, 15, 1.2);
        assertThat(gate("main").code()).isEqualTo(ExitCode.UNSTABLE);
        assertThat(Files.readString(workspace.resolve("report.md"))).contains("SLOWER");
    }

    @Test
    void anAcceptedLossRenewsTheBaseline() throws Exception {
        google("bench.json", 1, 15, 1.0);
        gate("main");
        google("bench.json", 2, 15, 1.2);
        assertThat(gate("main", true, false).result().verdict()).isEqualTo("accepted");
        google("bench.json", 3, 15, 1.2);
        assertThat(gate("main").result().verdict()).isEqualTo("passed");
    }

    @Test
    void smallLossesAddUpAgainstTheLastRelease() throws Exception {
        google("bench.json", 1, 15, 1.0);
        gate("main", false, true);
        int stopped = 0;
        for (int step = 1; step <= 6 && stopped == 0; step++) {
            google("bench.json", 100 + step, 15, 1 + 0.012 * step);
            Outcome<BenchmarkGate.Result> outcome = gate("main");
            if (outcome.code() == ExitCode.UNSTABLE) {
                stopped = step;
                assertThat(outcome.summary()).contains("against the release baseline");
            }
        }
        assertThat(stopped).isPositive();
    }

    @Test
    void anotherBranchComparesWithItsTargetAndDoesNotChangeItsBaseline() throws Exception {
        google("bench.json", 1, 15, 1.0);
        gate("main");
        Path baseline = onlyBaseline();
        String before = Files.readString(baseline);
        google("bench.json", 2, 15, 1.0);
        Outcome<BenchmarkGate.Result> outcome = new BenchmarkGate(
                        List.of("*.json"),
                        null,
                        null,
                        "benchmarks",
                        BenchmarkTime.CPU,
                        "feature",
                        "main",
                        "",
                        2,
                        1,
                        30,
                        true,
                        false,
                        false,
                        false,
                        "")
                .run(run.context(workspace, home, CLOCK));
        assertThat(outcome.result().verdict()).isEqualTo("passed");
        assertThat(Files.readString(baseline)).isEqualTo(before);
    }

    @Test
    void theBaselineOfAnotherMachineIsRefused() throws Exception {
        google("bench.json", 1, 15, 1.0);
        gate("main");
        Path baseline = onlyBaseline();
        String other =
                Files.readString(baseline).replaceFirst("\"architecture\":\"[^\"]*\"", "\"architecture\":\"mips\"");
        Files.writeString(baseline.resolveSibling("0123456789abcdef.json"), other);
        Files.delete(baseline);
        Outcome<BenchmarkGate.Result> refused = gate("main");
        assertThat(refused.code()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(refused.summary()).contains("architecture").contains("mips");
        assertThat(gate("main", true, false).result().verdict()).isEqualTo("first");
        assertThat(gate("main").result().verdict()).isEqualTo("passed");
    }

    @Test
    void tooFewValuesAreInconclusiveAndSayHowManyAreNeeded() throws Exception {
        google("bench.json", 1, 15, 1.0);
        gate("main");
        google("bench.json", 2, 1, 2.0);
        Outcome<BenchmarkGate.Result> outcome = gate("main");
        assertThat(outcome.code()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(outcome.result().tooFew()).containsExactly("BM_Path", "BM_Save");
        // With 15 values before and 2 tests, 1 / C(17, 2) * 2 is above 0.01 and 1 / C(18, 3) * 2 is below.
        assertThat(outcome.summary()).contains(": 3 are needed");
    }

    @Test
    void readsTestTimesAndNumbersInLogs() throws Exception {
        StringBuilder log = new StringBuilder();
        StringBuilder tests = new StringBuilder("<testsuites><testsuite>");
        for (int i = 0; i < 8; i++) {
            log.append("[2026-15-08 06:00:01.123] [info] Server saved in ")
                    .append(420 + i)
                    .append(".5 milliseconds\n");
            tests.append("<testcase name='save' classname='Store' time='0.")
                    .append(50 + i)
                    .append("'/>");
        }
        tests.append("<testcase name='slow' time='9'><failure/></testcase></testsuite></testsuites>");
        Files.writeString(workspace.resolve("server.log"), log);
        Files.writeString(workspace.resolve("junit.xml"), tests);
        BenchmarkGate both = new BenchmarkGate(
                List.of("junit.xml"),
                List.of("*.log"),
                Map.of("save", "Server saved in ([0-9.]+) milliseconds"),
                "startup",
                BenchmarkTime.CPU,
                "",
                "",
                "",
                2,
                1,
                30,
                true,
                false,
                false,
                false,
                "");
        assertThat(both.run(run.context(workspace, home, CLOCK)).result().benchmarks())
                .isEqualTo(2);
        assertThat(run.events().get(0).payload().path("medians").path("save").asDouble())
                .isEqualTo(424);
        assertThat(run.events()
                        .get(0)
                        .payload()
                        .path("medians")
                        .path("Store.save")
                        .asDouble())
                .isEqualTo(0.535);
    }

    @Test
    void refusesWhatCannotBeRead() throws Exception {
        assertThatThrownBy(() -> gate("main"))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("matches no file");
        Files.writeString(workspace.resolve("bench.json"), "{\"benchmarks\": [");
        assertThatThrownBy(() -> gate("main"))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("bench.json");
        Files.writeString(
                workspace.resolve("bench.json"),
                "{\"benchmarks\": [{\"name\": \"BM\", \"error_occurred\": true, \"error_message\": \"no map\"}]}");
        assertThatThrownBy(() -> gate("main")).hasMessageContaining("no map");
        assertThatThrownBy(() -> new LogNumbers(Map.of("save", "saved in [0-9]+")))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("group");
    }

    private Outcome<BenchmarkGate.Result> gate(String branch) throws InterruptedException {
        return gate(branch, false, false);
    }

    private Outcome<BenchmarkGate.Result> gate(String branch, boolean accept, boolean release)
            throws InterruptedException {
        return new BenchmarkGate(
                        List.of("*.json"),
                        null,
                        null,
                        "benchmarks",
                        BenchmarkTime.CPU,
                        branch,
                        "",
                        "",
                        2,
                        1,
                        30,
                        true,
                        release,
                        accept,
                        false,
                        "report.md")
                .run(run.context(workspace, home, CLOCK));
    }

    private Path onlyBaseline() throws IOException {
        try (var files = Files.list(home.resolve("baselines/benchmarks/main"))) {
            return files.findFirst().orElseThrow();
        }
    }

    private void google(String file, long seed, int repetitions, double factor) throws IOException {
        Random random = new Random(seed);
        StringBuilder json = new StringBuilder("{\"context\": {\"num_cpus\": 2}, \"benchmarks\": [");
        for (String name : new String[] {"BM_Save", "BM_Path"}) {
            for (int i = 0; i < repetitions; i++) {
                double time = 100 * factor * (1 + 0.01 * random.nextGaussian());
                json.append(String.format(
                        Locale.ROOT,
                        "{\"name\": \"%s\", \"run_name\": \"%s\", \"run_type\": \"iteration\", \"cpu_time\": %.4f, \"real_time\": 1, \"time_unit\": \"us\"},",
                        name,
                        name,
                        time));
            }
            json.append("{\"name\": \"")
                    .append(name)
                    .append("_mean\", \"run_name\": \"")
                    .append(name)
                    .append(
                            "\", \"run_type\": \"aggregate\", \"cpu_time\": 1, \"real_time\": 1, \"time_unit\": \"us\"},");
        }
        json.setLength(json.length() - 1);
        Files.writeString(workspace.resolve(file), json.append("]}"));
    }
}
