package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows a world's log from a mark on. An entry is passed on once it is known to be complete: another follows, or
 * nothing was added to it between two looks. Not safe for use by several threads.
 */
public final class LogFollower {
    private final LogTail tail;
    private final List<LogEntry> ready = new ArrayList<>();
    private final LogGrammar grammar;
    private LogMark mark;
    private boolean atEnd;

    LogFollower(LogTail tail, Dialect dialect, LogMark mark) {
        this.tail = tail;
        this.mark = mark;
        this.grammar = new LogGrammar(dialect, ready::add);
    }

    /**
     * The entries since the last look, at most about a block of a megabyte.
     *
     * @return the entries, none if nothing was written
     */
    public List<LogEntry> look() throws InterruptedException {
        LogTail.Chunk chunk = tail.read(mark);
        mark = chunk.next();
        boolean grown = chunk.bytes().length > 0;
        grammar.accept(chunk.bytes(), 0, chunk.bytes().length);
        if (chunk.atEnd() && !(grown && grammar.expectsMore())) {
            grammar.flush();
        }
        atEnd = chunk.atEnd();
        List<LogEntry> entries = List.copyOf(ready);
        ready.clear();
        return entries;
    }

    /** Whether the last look came to the end of the log. */
    public boolean isAtEnd() {
        return atEnd;
    }

    /** What has been seen so far: everything before this place. */
    public LogMark mark() {
        return mark;
    }
}
