package io.jenkins.plugins.aviary.rollout.hook;

import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.HostProcess;
import io.jenkins.plugins.aviary.host.RemoteCommand;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.OperationLog;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Runs the hooks of one world on its host, one after another, while the caller holds the world's lock. A command is a list
 * of arguments and never goes through a shell; it is given the world, the environment and the release, and nothing else of
 * this process's surroundings. It ends with the run: when its time is over, when the run is cancelled, and when the
 * connection breaks because the run died, so that it is not at work any more when somebody else gets the lock. Used by one
 * thread.
 */
public final class PostDeployHooks {
    /** What the host is given to end a command itself, before its end is brought about from here. */
    private static final Duration MARGIN = Duration.ofSeconds(20);

    /** What {@code timeout} exits with when the time was over. */
    private static final int OVERDUE = 124;

    /** The same when it had to kill. */
    private static final int KILLED = 137;

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private final World world;
    private final GameHost host;
    private final OperationLog log;

    /** The hooks of a world. */
    public PostDeployHooks(World world, GameHost host, OperationLog log) {
        this.world = world;
        this.host = host;
        this.log = log;
    }

    /**
     * Runs the hooks until one fails.
     *
     * @param phase which ones
     * @param release the release's name
     * @param folder its absolute path on the host, in which they are run
     * @return why one failed, with the end of its output, or nothing
     * @throws InterruptedException if the run was cancelled; the command is ended on the host
     */
    public Optional<String> run(HookPhase phase, String release, String folder) throws InterruptedException {
        int number = 0;
        for (List<String> command : phase.commands(world.hooks())) {
            number++;
            String name = phase.key() + " hook " + number + " (" + HookOutput.printable(command.get(0)) + ")";
            log.info(world.qualifiedName() + ": running the " + name);
            HookOutput output = new HookOutput(line -> log.output(world.name() + " " + phase.key() + ": " + line));
            Optional<String> problem = problem(started(command, release, folder), output);
            if (problem.isPresent()) {
                return Optional.of("the " + name + " " + problem.get() + output.end());
            }
        }
        return Optional.empty();
    }

    private HostProcess started(List<String> command, String release, String folder) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                folder,
                String.valueOf(Math.max(1, world.hooks().within().toSeconds())),
                world.name(),
                world.environment(),
                release));
        arguments.addAll(command);
        return host.start(RemoteCommand.shell(Script.TEXT, arguments.toArray(String[]::new)));
    }

    private Optional<String> problem(HostProcess process, HookOutput output) throws InterruptedException {
        Duration within = world.hooks().within();
        try (process) {
            Thread reader = new Thread(() -> output.read(process.output()), "aviary-hook-output");
            reader.setDaemon(true);
            reader.start();
            OptionalInt code = process.await(within.plus(MARGIN));
            // What it left running in the background may hold its output open for ever.
            reader.join(1000);
            String overdue = "did not end within " + Durations.text(within);
            return switch (code.orElse(OVERDUE)) {
                case 0 -> Optional.empty();
                case OVERDUE -> Optional.of(overdue + " and was ended");
                case KILLED -> Optional.of("was killed: it " + overdue + ", or the host has no memory left");
                case NOT_EXECUTABLE -> Optional.of("cannot be executed");
                case NOT_FOUND -> Optional.of("is not there");
                default -> Optional.of("exited with " + code.getAsInt());
            };
        }
    }

    /** What runs a command on the host. */
    private static final class Script {
        static final String TEXT = read();

        private Script() {}

        private static String read() {
            try (InputStream script = PostDeployHooks.class.getResourceAsStream("run-hook.sh")) {
                return new String(Objects.requireNonNull(script, "run-hook.sh").readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
