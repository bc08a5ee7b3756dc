package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.host.GameHost;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Finds the log of a world: the file that the server writes to, or the one that Aviary has it write to
 * ({@code shared/logs/server.log}), or the newest that {@code start.sh} made.
 */
final class ServerLog {
    private static final String USUAL = "/shared/logs/server.log";

    private final GameHost host;
    private final String usual;
    private final Dialect dialect;

    ServerLog(GameHost host, String worldPath, Dialect dialect) {
        this.host = host;
        this.usual = worldPath + USUAL;
        this.dialect = dialect;
    }

    /** Where Aviary has servers write to. */
    String usual() {
        return usual;
    }

    /** The log of a server that runs, or of the last one. */
    LogTail tail(Optional<ServerProcess> process) throws InterruptedException {
        Optional<String> written = process.map(ServerProcess::output)
                .filter(output -> output.startsWith("/") && !output.startsWith("/dev/"));
        if (written.isPresent()) {
            return new LogTail(host, written.get());
        }
        if (process.isPresent() && !host.exists(usual)) {
            String folder = process.get().workingDirectory() + "/logs";
            // start.sh names its logs after the time they were begun, so the newest comes last.
            List<String> logs = host.list(folder).stream()
                    .filter(name -> name.endsWith(".log"))
                    .toList();
            if (!logs.isEmpty()) {
                return new LogTail(host, folder + "/" + logs.get(logs.size() - 1));
            }
        }
        return new LogTail(host, usual);
    }

    /** Follows a log from a mark on. */
    LogFollower follow(LogMark mark) {
        return new LogFollower(new LogTail(host, mark.path()), dialect, mark);
    }

    /** The last entries after a mark, at most so many. */
    List<LogEntry> since(LogMark mark, int most) throws InterruptedException {
        LogFollower follower = follow(mark);
        Deque<LogEntry> last = new ArrayDeque<>();
        int quiet = 0;
        // The second look at the end lets go of an entry that might have gone on.
        while (quiet < 2) {
            for (LogEntry entry : follower.look()) {
                last.addLast(entry);
                if (last.size() > most) {
                    last.removeFirst();
                }
            }
            quiet = follower.isAtEnd() ? quiet + 1 : 0;
        }
        return List.copyOf(last);
    }
}
