package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.server.Pause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * The script in a running server that reloads when it is asked to: a file {@code data/aviary/reload.request} of its
 * release asks, a file {@code reload.ack} answers. Whoever asks holds the world's lock.
 */
final class ReloadAgent {
    /** The folder of a release that it has if the agent was delivered. */
    static final String FOLDER = "data/aviary";

    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final int MOST_ANSWER = 512;
    private static final int READABLE = 0644;

    private final GameHost host;
    private final String release;
    private final Clock clock;
    private final Pause pause;

    /**
     * The agent of a server.
     *
     * @param release the absolute path of the release that it runs in
     */
    ReloadAgent(GameHost host, String release, Clock clock, Pause pause) {
        this.host = host;
        this.release = release;
        this.clock = clock;
        this.pause = pause;
    }

    /** The agent's script, to be put among a server's scripts. */
    static byte[] script() {
        try (InputStream script = ReloadAgent.class.getResourceAsStream("aviary-reload.lua")) {
            return Objects.requireNonNull(script, "aviary-reload.lua").readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Whether the release was delivered with an agent. */
    boolean isInstalled() throws InterruptedException {
        return host.exists(release + "/" + FOLDER);
    }

    /**
     * Asks for something and waits for the answer.
     *
     * @param what the word of a reload, or {@code broadcast} and a text
     * @return what went wrong, or nothing
     */
    Optional<String> ask(String what, Duration within) throws InterruptedException {
        String token = UUID.randomUUID().toString();
        String request = release + "/" + FOLDER + "/reload.request";
        String answer = release + "/" + FOLDER + "/reload.ack";
        host.writeAtomically(request, (token + " " + what + "\n").getBytes(StandardCharsets.UTF_8), READABLE);
        Instant deadline = clock.instant().plus(within);
        while (true) {
            String said = new String(read(answer), StandardCharsets.UTF_8);
            if (said.startsWith(token + " ") && said.endsWith("\n")) {
                return said.startsWith(token + " ok ")
                        ? Optional.empty()
                        : Optional.of("the server failed to reload " + what);
            }
            if (!clock.instant().isBefore(deadline)) {
                break;
            }
            pause.pause(GLANCE);
        }
        boolean taken = !host.exists(request);
        if (!taken) {
            host.deleteTree(release + "/" + FOLDER, request);
        }
        return Optional.of(
                taken
                        ? "the server took the request to reload " + what + " and did not answer within "
                                + Durations.text(within)
                        : "nobody in the server took the request to reload " + what + " within "
                                + Durations.text(within) + "; is Aviary's reload agent among its scripts?");
    }

    private byte[] read(String file) throws InterruptedException {
        return host.exists(file) ? host.read(file, 0, MOST_ANSWER) : new byte[0];
    }
}
