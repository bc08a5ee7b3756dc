package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.operation.Masking;
import io.jenkins.plugins.aviary.operation.ProcessRequest;
import io.jenkins.plugins.aviary.operation.Processes;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.SecretSources;
import io.jenkins.plugins.aviary.testing.Unwatched;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A delivery in a process of its own, to be killed in the middle. Arguments: the installation's folder, the release,
 * and anything for a staged one. */
public final class DetachedDelivery {
    /** The stages of a rollout that is to be killed. */
    static final List<StageSpec> STAGES = List.of(
            new StageSpec(StageSpec.Kind.PLAYERS, 0, 0, 10, Duration.ZERO),
            new StageSpec(StageSpec.Kind.PLAYERS, 0, 0, 20, Duration.ZERO),
            new StageSpec(StageSpec.Kind.WORLDS, 0, 50, 0, Duration.ZERO),
            new StageSpec(StageSpec.Kind.WORLDS, 0, 100, 0, Duration.ZERO));

    /** As a further argument: a staged rollout. */
    static final String CANARY = "canary";

    private DetachedDelivery() {}

    /** A staged rollout of a release, or what is left of one. */
    static CanaryRelease canary(String release, String resume) {
        return new CanaryRelease(
                RolloutFixture.ENVIRONMENT,
                release,
                List.of(),
                STAGES,
                List.of(),
                null,
                null,
                null,
                resume,
                null,
                false,
                Duration.ofSeconds(30),
                "");
    }

    /**
     * A delivery in a process of its own that has just begun.
     *
     * @param more {@link #CANARY} for a staged rollout
     */
    static Process begun(Path folder, String release, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DetachedDelivery.class.getName(),
                folder.toString(),
                release));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); !"BEGIN".equals(line); line = output.readLine()) {
            assertThat(line).as("the delivery began, after " + said).isNotNull();
            said.add(line);
        }
        Thread drain = new Thread(() -> output.lines().forEach(said::add), "drain");
        drain.setDaemon(true);
        drain.start();
        return process;
    }

    /** Delivers, after it said that it begins. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Processes none = (ProcessRequest request) -> {
            throw new AssertionError("no program is run on this side");
        };
        Printed log = new Printed();
        RunContext context = new RunContext(
                folder.resolve("workspace"),
                folder.resolve("home"),
                log,
                Unwatched.PROGRESS,
                none,
                new SecretSources(folder.resolve("secrets"), Map.of(), new Masking()),
                event -> log.info(event.type()),
                Clock.systemUTC(),
                Map.of());
        System.out.println("BEGIN");
        var outcome = arguments.length > 2
                ? canary(arguments[1], "").run(context)
                : RolloutFixture.delivery(arguments[1]).run(context);
        System.out.println("END " + outcome.code() + " " + outcome.summary());
        System.exit(0);
    }

    private static final class Printed implements io.jenkins.plugins.aviary.operation.OperationLog {
        @Override
        public void info(String line) {
            System.out.println(line);
        }

        @Override
        public void warn(String line) {
            System.out.println("WARN " + line);
        }

        @Override
        public void error(String line) {
            System.out.println("ERROR " + line);
        }

        @Override
        public void output(String line) {
            System.out.println(line);
        }
    }
}
