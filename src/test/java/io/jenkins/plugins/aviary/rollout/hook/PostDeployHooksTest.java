package io.jenkins.plugins.aviary.rollout.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.host.LocalHost;
import io.jenkins.plugins.aviary.model.DeployHooks;
import io.jenkins.plugins.aviary.model.HostAddress;
import io.jenkins.plugins.aviary.model.Launch;
import io.jenkins.plugins.aviary.model.Ports;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.server.FixtureWorlds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hooks are real commands on a real host: in order, bounded, told of nothing secret, and over when they should be. */
@Timeout(120)
class PostDeployHooksTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final FixtureWorlds log = new FixtureWorlds();
    private Path release;

    @BeforeEach
    void delivered() throws Exception {
        release = Files.createDirectories(folder.resolve("releases/1.1-abc"));
    }

    @SafeVarargs
    private Optional<String> run(Duration within, List<String>... commands) throws InterruptedException {
        List<List<String>> all = new java.util.ArrayList<>();
        for (List<String> command : commands) {
            all.add(command);
        }
        World world = new World(
                "antica",
                "production",
                new HostAddress("here", "", 22, "", "", ""),
                folder.toString(),
                new Ports(1, 0, 2),
                Optional.empty(),
                Optional.empty(),
                new Launch("", List.of(), Map.of()),
                Map.of(),
                new DeployHooks(all, List.of(), within));
        try (LocalHost here = new LocalHost("here")) {
            return new PostDeployHooks(world, here, log).run(HookPhase.POST_DEPLOY, "1.1-abc", release.toString());
        }
    }

    private static List<String> sh(String script, String... arguments) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("sh", "-c", script, "hook"), java.util.Arrays.stream(arguments))
                .toList();
    }

    @Test
    void areRunInOrderInTheReleasesFolderAndToldWhatWasDelivered() throws Exception {
        Optional<String> problem = run(
                LONG,
                sh("echo \"$AVIARY_WORLD $AVIARY_ENVIRONMENT $AVIARY_RELEASE\" >>told"),
                sh("pwd -P >>told; echo done"));

        assertThat(problem).isEmpty();
        assertThat(Files.readAllLines(release.resolve("told")))
                .containsExactly(
                        "antica production 1.1-abc", release.toRealPath().toString());
        assertThat(log.lines).contains("antica postDeploy: done");
    }

    @Test
    void areGivenNothingElseOfThisProcess() throws Exception {
        assertThat(run(LONG, List.of("sh", "-c", "env -0 | tr '\\0' '\\n' >variables")))
                .isEmpty();

        assertThat(Files.readAllLines(release.resolve("variables")))
                .map(line -> line.replaceFirst("=.*", ""))
                .contains("AVIARY_WORLD", "AVIARY_RELEASE", "AVIARY_ENVIRONMENT", "PATH")
                .isSubsetOf(
                        "AVIARY_WORLD",
                        "AVIARY_RELEASE",
                        "AVIARY_ENVIRONMENT",
                        "PATH",
                        "HOME",
                        "LANG",
                        "USER",
                        "PWD",
                        "OLDPWD",
                        "SHLVL",
                        "_");
    }

    @Test
    void argumentsAreNoShellText() throws Exception {
        String nasty = "$(touch hit) `touch hit`; touch hit & \"'\n* A=B";

        assertThat(run(LONG, sh("printf %s \"$1\" >given", nasty), List.of("touch", "$(id)", "A=B")))
                .isEmpty();

        assertThat(release.resolve("given")).content().isEqualTo(nasty);
        assertThat(release.resolve("hit")).doesNotExist();
        assertThat(release.resolve("$(id)")).exists();
    }

    @Test
    void stopAtTheFirstThatFailsAndTellTheEndOfItsOutput() throws Exception {
        Optional<String> problem = run(
                LONG,
                List.of("true"),
                sh("for i in 1 2 3 4 5 6 7 8; do echo line $i; done; printf 'oh\\033[31m no' >&2; exit 3"),
                List.of("touch", "never"));

        assertThat(problem)
                .contains("the postDeploy hook 2 (sh) exited with 3; its output ends with:"
                        + " line 5 | line 6 | line 7 | line 8 | oh [31m no");
        assertThat(release.resolve("never")).doesNotExist();
    }

    @Test
    void sayWhatIsNotThereOrCannotBeExecuted() throws Exception {
        Files.writeString(release.resolve("text"), "");

        assertThat(run(LONG, List.of("./missing")))
                .hasValueSatisfying(problem -> assertThat(problem).contains("hook 1 (./missing) is not there"));
        assertThat(run(LONG, List.of("./text")))
                .hasValueSatisfying(problem -> assertThat(problem).contains("hook 1 (./text) cannot be executed"));
    }

    @Test
    void areEndedWithWhatTheyStartedWhenTheirTimeIsOver() throws Exception {
        Optional<String> problem = run(
                Duration.ofSeconds(1), sh("sleep 600 & echo $! >child; echo $$ >pid; echo waiting; wait; sleep 600"));

        assertThat(problem)
                .contains("the postDeploy hook 1 (sh) did not end within 1s and was ended;"
                        + " its output ends with: waiting");
        for (String file : List.of("pid", "child")) {
            assertGone(file);
        }
    }

    @Test
    void areEndedAlsoIfTheyDoNotListen() throws Exception {
        Optional<String> problem =
                run(Duration.ofSeconds(1), sh("trap '' TERM; echo $$ >pid; while :; do sleep 0.1; done"));

        assertThat(problem)
                .hasValueSatisfying(text -> assertThat(text).contains("was killed: it did not end within 1s"));
        assertGone("pid");
    }

    @Test
    void areEndedWhenTheRunIsCancelled() throws Exception {
        Thread here = Thread.currentThread();
        Thread canceller = new Thread(() -> {
            while (!Files.exists(release.resolve("begun"))) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            here.interrupt();
        });
        canceller.start();

        assertThatThrownBy(() -> run(LONG, sh("echo $$ >pid; touch begun; sleep 600")))
                .isInstanceOf(InterruptedException.class);

        canceller.join();
        assertGone("pid");
    }

    private void assertGone(String file) throws Exception {
        long pid = Long.parseLong(Files.readString(release.resolve(file)).strip());
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isPresent()) {
            process.get().onExit().get(30, TimeUnit.SECONDS);
        }
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void mayPrintWithoutEnd() throws Exception {
        assertThat(run(LONG, sh("yes | head -n 100000; head -c 20000000 /dev/zero; echo; echo last; exit 1")))
                .hasValueSatisfying(
                        problem -> assertThat(problem).endsWith("| last").hasSizeLessThan(2000));
        assertThat(log.lines).hasSizeLessThan(HookOutput.MOST_LINES + 10);
    }

    @Test
    void mayLeaveSomethingRunningThatHoldsTheirOutput() throws Exception {
        assertThat(run(LONG, sh("setsid sleep 600 & echo $! >child; echo done")))
                .isEmpty();

        assertThat(log.lines).contains("antica postDeploy: done");
        ProcessHandle.of(Long.parseLong(
                        Files.readString(release.resolve("child")).strip()))
                .ifPresent(ProcessHandle::destroyForcibly);
    }
}
