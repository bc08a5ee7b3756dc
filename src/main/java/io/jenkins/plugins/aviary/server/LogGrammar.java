package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts the lines of a server's log together to entries. What it holds is bounded: a line is cut after
 * {@value #LONGEST_LINE} bytes, an entry after {@value #MOST_LINES} lines. Not safe for use by several threads.
 */
public final class LogGrammar {
    private static final int LONGEST_LINE = 8192;
    private static final int MOST_LINES = 200;
    private static final String DASHES = "-".repeat(20);

    private final LineScanner scanner;
    private final Consumer<LogEntry> entries;
    private final List<String> more = new ArrayList<>();
    private Optional<LocalDateTime> time = Optional.empty();
    private LogLevel level = LogLevel.INFO;
    private String message;

    /** A grammar of one kind of server that passes each entry on once it is complete. */
    public LogGrammar(Dialect dialect, Consumer<LogEntry> entries) {
        this.scanner = new LineScanner(dialect);
        this.entries = entries;
    }

    /** The entries of a whole text. */
    public static List<LogEntry> entries(Dialect dialect, String text) {
        List<LogEntry> all = new ArrayList<>();
        LogGrammar grammar = new LogGrammar(dialect, all::add);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        grammar.accept(bytes, 0, bytes.length);
        grammar.flush();
        return all;
    }

    /** Takes the lines in {@code bytes[from, to)}; a last line without an end counts as whole. */
    public void accept(byte[] bytes, int from, int to) {
        int line = from;
        while (line < to) {
            int end = line;
            while (end < to && bytes[end] != '\n') {
                end++;
            }
            line(bytes, line, Math.min(end, line + LONGEST_LINE));
            line = end + 1;
        }
    }

    /** Passes on the entry that may still have gone on. */
    public void flush() {
        if (message != null) {
            entries.accept(new LogEntry(time, level, message, more));
            message = null;
            more.clear();
        }
    }

    /** Whether more lines may follow that belong to the last entry: it is the head of a block. */
    boolean expectsMore() {
        return message != null
                && (!more.isEmpty() || LogSign.of(message) == LogSign.LUA_ERROR)
                && (more.size() < 2 || !more.get(more.size() - 1).startsWith(DASHES));
    }

    private void line(byte[] bytes, int from, int to) {
        switch (scanner.scan(bytes, from, to)) {
            case HEAD -> {
                flush();
                time = scanner.time();
                level = scanner.level();
                message = text(bytes);
            }
            case MORE -> continued(text(bytes));
            case BLANK -> {
                // A blank line says nothing, in a block as outside of one.
            }
        }
    }

    private void continued(String text) {
        if (message == null) {
            // The log was cut in the middle of an entry: what is left of it still says something.
            time = Optional.empty();
            level = LogLevel.INFO;
            message = text;
        } else if (more.size() < MOST_LINES) {
            more.add(text);
        }
    }

    private String text(byte[] bytes) {
        String raw =
                new String(bytes, scanner.bodyFrom(), scanner.bodyTo() - scanner.bodyFrom(), StandardCharsets.UTF_8);
        return LogRedaction.redact(plain(raw));
    }

    /** Colours and other control characters are left out: a terminal must not obey a log. */
    private static String plain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            if (Character.isISOControl(raw.charAt(i)) && raw.charAt(i) != '\t') {
                return raw.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "").replaceAll("[\\p{Cntrl}&&[^\t]]", "?");
            }
        }
        return raw;
    }
}
