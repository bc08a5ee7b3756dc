package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.host.CommandResult;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.server.ConfigLua;
import io.jenkins.plugins.aviary.server.Health;
import io.jenkins.plugins.aviary.server.Pause;
import io.jenkins.plugins.aviary.server.StatusAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The {@code config.lua} of a running server: replaced by one rename, read again by SIGHUP, and believed in only once the
 * server shows it. Bytes are latin letters here, so that a text in any encoding stays as it is. Used by one thread.
 */
final class LiveConfig {
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final int LARGEST = 4 << 20;
    private static final int USUAL_MODE = 0644;

    private final HotWorld hot;
    private final String path;
    private final RunContext context;
    private final Pause pause;

    /** That of a world's current release. */
    LiveConfig(HotWorld hot, RunContext context, Pause pause) {
        this(hot, hot.releaseFolder(), context, pause);
    }

    /** That of another release of the world, by its absolute path. */
    LiveConfig(HotWorld hot, String releaseFolder, RunContext context, Pause pause) {
        this.hot = hot;
        this.path = releaseFolder + "/config.lua";
        this.context = context;
        this.pause = pause;
    }

    /** Its absolute path on the host. */
    String path() {
        return path;
    }

    /** The bytes as they are now. */
    byte[] read() throws InterruptedException {
        long size = hot.host().size(path);
        if (size < 0 || size >= LARGEST) {
            throw new OperationFailure(hot.world().qualifiedName() + " has no config.lua in its release, or one of more"
                    + " than 4 MiB; deliver a release with a config.lua.dist.");
        }
        return hot.host().read(path, 0, LARGEST);
    }

    /** A text whose letters are the bytes. */
    static ConfigLua parse(byte[] bytes) {
        return ConfigLua.parse(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** The bytes of a text that {@link #parse} read. */
    static byte[] bytes(ConfigLua config) {
        return config.text().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** What a server shows of a text in UTF-8, as {@link #parse} would read it. */
    static String asBytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Writes it; the mode stays as it is. */
    void write(byte[] content) throws InterruptedException {
        CommandResult mode = hot.host().shell("stat -L -c %a -- \"$1\"", path);
        String octal = mode.output().strip();
        int kept = mode.succeeded() && octal.matches("[0-7]{3,4}") ? Integer.parseInt(octal, 8) : USUAL_MODE;
        hot.host().writeAtomically(path, content, kept);
    }

    /**
     * Writes it and has the server read it; tells what is wrong with that, or nothing. "Reloaded config" alone says
     * nothing, since the server logs it even if the file could not be read.
     */
    Optional<String> apply(byte[] content, Duration within) throws InterruptedException {
        ReloadWatch log = new ReloadWatch(hot.server().follow(hot.server().mark()));
        Instant deadline = context.clock().instant().plus(within);
        write(content);
        hot.server().reload();
        while (!log.configDone()) {
            log.look();
            if (log.configDone()) {
                break;
            }
            if (!context.clock().instant().isBefore(deadline)) {
                return Optional.of(
                        "its log does not say within " + Durations.text(within) + " that it read config.lua");
            }
            pause.pause(GLANCE);
        }
        log.look();
        Optional<ScriptFault> fault = log.faults().stream()
                .filter(one -> one.file().isEmpty() || one.file().endsWith("config.lua"))
                .findFirst();
        return fault.isPresent() ? fault.map(ScriptFault::toString) : readBack(parse(content), deadline);
    }

    private Optional<String> readBack(ConfigLua wanted, Instant deadline) throws InterruptedException {
        while (true) {
            Health health = hot.server().health();
            if (health.process().filter(hot.process()::isSame).isEmpty()) {
                return Optional.of("the server died of it (pid " + hot.process().pid() + ")");
            }
            Optional<String> difference = health.status().flatMap(answer -> difference(wanted, answer));
            boolean silent = hot.world().ports().status() > 0 && health.status().isEmpty();
            if (difference.isEmpty() && !silent) {
                return Optional.empty();
            }
            if (!context.clock().instant().isBefore(deadline)) {
                return difference.or(() -> Optional.of("it does not answer on its status port any more"));
            }
            pause.pause(GLANCE);
        }
    }

    /** What the status protocol shows otherwise than the file says. */
    private static Optional<String> difference(ConfigLua wanted, StatusAnswer answer) {
        Optional<String> most = wanted.value("maxPlayers")
                .map(ConfigLua.Value::text)
                .filter(text -> text.matches("[0-9]{1,9}"))
                .filter(text -> Integer.parseInt(text) != answer.most())
                .map(text -> "its status shows maxPlayers " + answer.most() + ", not " + text);
        return most.or(() -> wanted.value("serverName")
                .filter(value -> value.kind() == ConfigLua.Value.Kind.STRING)
                .map(ConfigLua.Value::text)
                .filter(text -> isPlain(text) && !text.equals(answer.serverName()))
                .map(text -> "its status shows serverName '" + answer.serverName() + "', not '" + text + "'"));
    }

    /** Longer names are cut by who reads the answer, and other letters depend on the server's encoding. */
    private static boolean isPlain(String text) {
        return text.matches("[\\x20-\\x7e]{1,100}") && text.equals(text.strip());
    }

    /** Which of some keys a server shows by its status, so that they are seen and not only told. */
    static Set<String> shown(Set<String> keys) {
        return keys.stream()
                .filter(key -> key.equals("maxPlayers") || key.equals("serverName"))
                .collect(Collectors.toSet());
    }
}
