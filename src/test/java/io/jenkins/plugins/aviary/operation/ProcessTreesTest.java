package io.jenkins.plugins.aviary.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreesTest {
    @TempDir
    Path folder;

    private final List<String> output = new CopyOnWriteArrayList<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final Processes processes = new ProcessTrees(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"));

    @Test
    void streamsBothOutputsAndTellsTheExitCode() throws InterruptedException {
        int code = processes.run(shell("echo out; echo err >&2; printf 'no newline'; exit 7"));

        assertThat(code).isEqualTo(7);
        assertThat(output).containsExactly("out", "no newline");
        assertThat(errors).containsExactly("err");
    }

    @Test
    void givesTheProgramOnlyTheEnvironmentOfTheRun() throws InterruptedException {
        processes.run(shell("echo \"$GIVEN/$HOME\"").with("GIVEN", "yes"));

        assertThat(output).containsExactly("yes/");
    }

    @Test
    void endsTheWholeTreeWhenTheTimeIsUp() throws Exception {
        Path pids = folder.resolve("pids");
        assertThatThrownBy(() -> processes.run(
                        shell("sleep 600 & echo $! > '" + pids + "'; wait").within(Duration.ofMillis(700))))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("was ended after 700ms");

        assertGone(pids);
    }

    @Test
    void endsADaemonThatLeftItsParentWhenTheRunIsCancelled() throws Exception {
        Path pids = folder.resolve("pids");
        AtomicReference<Exception> thrown = new AtomicReference<>();
        Thread run = new Thread(() -> {
            try {
                processes.run(shell("(setsid sleep 600 & echo $! > '" + pids + ".part'; mv '" + pids + ".part' '" + pids
                        + "'); sleep 600"));
            } catch (InterruptedException e) {
                thrown.set(e);
            }
        });
        run.start();
        while (!Files.exists(pids)) {
            Thread.onSpinWait();
        }
        run.interrupt();
        run.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertGone(pids);
    }

    @Test
    void boundsALineThatNeverEnds() throws InterruptedException {
        processes.run(shell("head -c 100000 /dev/zero | tr '\\0' x"));

        assertThat(output).allMatch(line -> line.length() <= 16 * 1024);
        assertThat(String.join("", output)).hasSize(100_000);
    }

    @Test
    void saysWhichProgramIsMissing() {
        assertThatThrownBy(() -> processes.run(ProcessRequest.of(folder, null, List.of("no-such-program-here"))
                        .outputTo(output::add)))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("'no-such-program-here' cannot be started")
                .hasMessageContaining("is it installed");
    }

    private ProcessRequest shell(String script) {
        return new ProcessRequest(
                List.of("/bin/sh", "-c", script), folder, Map.of(), Duration.ZERO, output::add, errors::add);
    }

    private static void assertGone(Path pids) throws Exception {
        for (String pid : Files.readString(pids).split("\\s+")) {
            assertThat(ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive))
                    .isEmpty();
        }
    }
}
