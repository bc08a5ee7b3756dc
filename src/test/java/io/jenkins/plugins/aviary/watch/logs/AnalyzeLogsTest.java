package io.jenkins.plugins.aviary.watch.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The step that reads logs. */
class AnalyzeLogsTest {
    private static final String INFO = "[2026-15-08 06:00:01.000] [info] ";
    private static final String ERROR = "[2026-15-08 08:30:00.000] [error] ";

    @TempDir
    Path workspace;

    private final RecordedRun run = new RecordedRun();

    private void log(String name, String... lines) throws Exception {
        Files.write(workspace.resolve(name), List.of(lines));
    }

    private Outcome<AnalyzeLogs.Result> analyze(AnalyzeLogs operation) throws Exception {
        return operation.run(run.context(workspace, workspace.resolve("home"), Clock.systemUTC()));
    }

    private static AnalyzeLogs files(String baseline, String release, boolean failOnNew, String... files) {
        return gates(baseline, release, failOnNew, -1, -1, Duration.ZERO, files);
    }

    private static AnalyzeLogs gates(
            String baseline,
            String release,
            boolean failOnNew,
            long errors,
            long crashes,
            Duration savedWithin,
            String... files) {
        return new AnalyzeLogs(
                "",
                List.of(),
                List.of(files),
                null,
                false,
                baseline,
                release,
                20,
                failOnNew,
                errors,
                crashes,
                savedWithin);
    }

    @Test
    void tellsWhatIsInALog() throws Exception {
        log(
                "a.log",
                INFO + "Hero has logged in. (Protocol: 1525, Profile: current)",
                ERROR + "Failed to reload: Monsters");

        Outcome<AnalyzeLogs.Result> outcome = analyze(files("", "", false, "a.log"));

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        LogReport report = outcome.result().logs().get(0);
        assertThat(report.figures().logins()).isEqualTo(1);
        assertThat(report.top()).extracting(LogReport.Item::text).containsExactly("Failed to reload: Monsters");
        assertThat(report.from()).isEqualTo("2026-08-15T06:00:01");
        assertThat(run.lines()).anyMatch(line -> line.contains("Failed to reload: Monsters"));
    }

    @Test
    void readsCompressedLogs() throws Exception {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(workspace.resolve("a.log.gz")))) {
            out.write((ERROR + "bad\n").getBytes(StandardCharsets.UTF_8));
        }

        assertThat(analyze(files("", "", false, "a.log.gz")).result().errors()).isEqualTo(1);
    }

    @Test
    void marksWhatNoReleaseBeforeHad() throws Exception {
        log("old.log", ERROR + "known error 1");
        log("new.log", ERROR + "known error 2", ERROR + "surprise");
        assertThat(analyze(files("alpha", "1.0.0", true, "old.log")).code()).isEqualTo(ExitCode.DONE);

        Outcome<AnalyzeLogs.Result> outcome = analyze(files("alpha", "1.1.0", true, "new.log"));

        assertThat(outcome.code()).isEqualTo(ExitCode.UNSTABLE);
        assertThat(outcome.summary()).contains("1 kinds of warnings and errors that no release before had", "surprise");
        assertThat(outcome.result().logs().get(0).fresh())
                .extracting(LogReport.Item::text)
                .containsExactly("surprise");
    }

    @Test
    void holdsLogsToTheirGates() throws Exception {
        log("a.log", INFO + "Server saved in 1.5 milliseconds.", ERROR + "one", "Segmentation fault (core dumped)");

        assertThat(analyze(gates("", "", false, 2, 1, Duration.ofHours(3), "a.log"))
                        .code())
                .isEqualTo(ExitCode.DONE);
        Outcome<AnalyzeLogs.Result> outcome = analyze(gates("", "", false, 1, 0, Duration.ofHours(2), "a.log"));

        assertThat(outcome.code()).isEqualTo(ExitCode.UNSTABLE);
        assertThat(outcome.result().unmet())
                .satisfiesExactly(
                        errors -> assertThat(errors).contains("has 2 errors, more than 1"),
                        crashes -> assertThat(crashes).contains("tells of 1 crashes"),
                        save -> assertThat(save)
                                .contains("was not saved within 2h", "the last save was at 2026-08-15T06:00:01"));
    }

    @Test
    void refusesWhatDoesNotGoTogether() {
        assertThatThrownBy(() -> files("", "", false)).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> files("", "", true, "a.log")).hasMessageContaining("give files a baseline");
        assertThatThrownBy(() -> analyze(files("", "", false, "none.log")))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("There is no log file");
    }
}
