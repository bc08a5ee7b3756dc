package io.jenkins.plugins.aviary.watch.logs;

import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.HostProcess;
import io.jenkins.plugins.aviary.host.RemoteCommand;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;

/**
 * A log on a game host. What must not leave the host is hidden there, by {@code sed}, before a byte of it is sent; here
 * it is hidden once more when it is shown.
 */
final class HostLog {
    private static final int MAGIC_FIRST = 0x1f;
    private static final Duration END = Duration.ofSeconds(30);

    private final GameHost host;
    private final String path;
    private final boolean sinceStart;

    /**
     * A log.
     *
     * @param sinceStart whether only what came since the server last began counts
     */
    HostLog(GameHost host, String path, boolean sinceStart) {
        this.host = host;
        this.path = path;
        this.sinceStart = sinceStart;
    }

    /** Adds it up. */
    LogTotals scan(LogFileScan scan) throws InterruptedException {
        try (HostProcess process = host.start(RemoteCommand.shell(script(), path, sinceStart ? "start" : "all"))) {
            process.input().close();
            LogTotals totals = scan.scan(unpacked(process.output()));
            OptionalInt code = process.await(END);
            if (code.isEmpty() || code.getAsInt() != 0) {
                String complaint = new String(process.errors().readNBytes(2000), StandardCharsets.UTF_8).strip();
                throw new OperationFailure("The log " + path + " of " + host.name() + " cannot be read: "
                        + (complaint.isEmpty() ? "its reading broke off" : complaint));
            }
            return totals;
        } catch (IOException e) {
            throw new OperationFailure(
                    "The log " + path + " of " + host.name() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static InputStream unpacked(InputStream stream) throws IOException {
        PushbackInputStream peeked = new PushbackInputStream(stream, 1);
        int first = peeked.read();
        if (first >= 0) {
            peeked.unread(first);
        }
        return first == MAGIC_FIRST ? new GZIPInputStream(peeked, 1 << 16) : peeked;
    }

    /** The script that runs on the host. */
    static String script() {
        try (InputStream script = HostLog.class.getResourceAsStream("redact-log.sh")) {
            if (script == null) {
                throw new IllegalStateException("The script redact-log.sh is not in the jar");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
