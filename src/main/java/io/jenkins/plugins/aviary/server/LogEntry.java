package io.jenkins.plugins.aviary.server;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * One entry of a server's log. Hashes, tokens, e-mail addresses and network addresses are hidden in its texts.
 *
 * @param time when it was written, in the host's own time zone, if the log says
 * @param level its level
 * @param message its first line, without time and level
 * @param more the lines that belong to it, such as those of a Lua error
 */
public record LogEntry(Optional<LocalDateTime> time, LogLevel level, String message, List<String> more) {
    /** Copies the lines. */
    public LogEntry {
        more = List.copyOf(more);
    }

    /** What it tells about the server, if it is one of the lines that are known. */
    public LogSign sign() {
        return LogSign.of(this);
    }

    @Override
    public String toString() {
        return more.isEmpty() ? message : message + " [and " + more.size() + " more lines]";
    }
}
