package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * Takes the lines of a log apart without making objects: fast enough for logs of many gigabytes. After
 * {@link #scan}, its fields tell about that line until the next one. Not safe for use by several threads.
 *
 * <p>Canary writes {@code [2026-15-08 06:00:01.123] [info] text}: year, <b>day</b>, month. Debug builds put
 * {@code [thread 7]} in front of the level, terminals colours around it, and {@code start.sh} writes
 * {@code 2026-08-15 06:00:01 -  } in front of every line. The Forgotten Server writes neither time nor level.
 */
public final class LineScanner {
    /** What a line is. */
    public enum Kind {
        /** The first line of an entry. */
        HEAD,
        /** It belongs to the entry before. */
        MORE,
        /** Nothing is in it. */
        BLANK
    }

    private static final int WRAPPER_LENGTH = 21;
    private static final int STAMP_LENGTH = 19;
    private static final int LONGEST_BLOCK_HEAD = 6;
    private static final byte ESCAPE = 0x1b;
    private static final byte[] THREAD = bytes("[thread ");
    private static final byte[] TRACEBACK = bytes("stack traceback:");
    private static final byte[] LUA = bytes("Lua Script Error");
    private static final byte[][] CRASHES = {
        bytes("Segmentation fault"), bytes("Aborted"), bytes("terminate called"), bytes("Illegal instruction"),
        bytes("Bus error"), bytes("pure virtual method"), bytes("double free or corruption"), bytes("Thread ")
    };
    private static final byte[][] ERRORS = {
        bytes("> ERROR"),
        bytes("[Error"),
        bytes("[ERROR"),
        bytes("Error"),
        bytes("ERROR"),
        bytes(">> No services"),
        bytes("Failed"),
        bytes("[MYSQL"),
        bytes("MySQL"),
        bytes("Database error"),
        LUA
    };
    private static final byte[][] WARNINGS = {bytes("[Warning"), bytes("[WARNING"), bytes("Warning"), bytes("WARNING")};

    private final Dialect dialect;
    private boolean traceback;
    private int blockLines;

    private LogLevel level = LogLevel.INFO;
    private int bodyFrom;
    private int bodyTo;
    private boolean timed;
    private int year;
    private int month;
    private int day;
    private int hour;
    private int minute;
    private int second;
    private int millis;

    /** A scanner of the logs of one kind of server. */
    public LineScanner(Dialect dialect) {
        this.dialect = dialect;
    }

    /** The level of the line, if it is a head. */
    public LogLevel level() {
        return level;
    }

    /** Where the text behind time and level begins. */
    public int bodyFrom() {
        return bodyFrom;
    }

    /** Where the text ends, without trailing blanks. */
    public int bodyTo() {
        return bodyTo;
    }

    /** Whether the line has a time. */
    public boolean isTimed() {
        return timed;
    }

    /** The minute of the line counted from the year 0, all months taken as 31 days: grows with time, for ranges. */
    public long minuteOrder() {
        return (((year * 12L + month) * 31 + day) * 24 + hour) * 60 + minute;
    }

    /** The time of the line in milliseconds, all months taken as 31 days: grows with time, for comparison. */
    public long order() {
        return (minuteOrder() * 60 + second) * 1000 + millis;
    }

    /** The time of the line. */
    public Optional<LocalDateTime> time() {
        if (!timed) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDateTime.of(year, month, day, hour, minute, second, millis * 1_000_000));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Looks at the line in {@code bytes[from, to)}, its line end excluded.
     *
     * @return what it is; time and level are only set by a head
     */
    public Kind scan(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && (bytes[end - 1] == ' ' || bytes[end - 1] == '\r')) {
            end--;
        }
        int at = from;
        boolean wrapped = isWrapped(bytes, at, to);
        if (wrapped) {
            at = Math.min(at + WRAPPER_LENGTH, to);
            // The format ends with a blank and awk puts another between it and the line.
            for (int blanks = 0; blanks < 2 && at < to && bytes[at] == ' '; blanks++) {
                at++;
            }
        }
        end = Math.max(at, end);
        bodyTo = end;
        int head = headEnd(bytes, at, end, wrapped);
        if (head >= 0) {
            bodyFrom = head;
            if (wrapped) {
                stamp(bytes, from, true);
                millis = 0;
            }
            traceback = false;
            blockLines = 0;
            return Kind.HEAD;
        }
        bodyFrom = at;
        return headless(bytes, at, end, wrapped ? from : -1);
    }

    /** {@code 2026-08-15 06:00:01 - }. */
    private static boolean isWrapped(byte[] b, int at, int to) {
        return to - at >= WRAPPER_LENGTH
                && b[at + 19] == ' '
                && b[at + 20] == '-'
                && b[at + 4] == '-'
                && b[at + 10] == ' '
                && b[at + 13] == ':'
                && isDigit(b[at]);
    }

    /** Where the text behind {@code [time] [level] } begins, or -1 if there is no such head. */
    private int headEnd(byte[] b, int at, int end, boolean wrapped) {
        if (end - at < STAMP_LENGTH || b[at] != '[' && dialect != Dialect.GENERIC) {
            return -1;
        }
        boolean bracket = b[at] == '[';
        int stamp = bracket ? at + 1 : at;
        if (end - stamp < STAMP_LENGTH || !isStamp(b, stamp)) {
            return -1;
        }
        int next = stamp + STAMP_LENGTH;
        int fraction = 0;
        if (next < end && (b[next] == '.' || b[next] == ',')) {
            int digits = 0;
            for (next++; next < end && isDigit(b[next]); next++, digits++) {
                if (digits < 3) {
                    fraction = fraction * 10 + b[next] - '0';
                }
            }
        }
        while (next < end && (b[next] == ']' || b[next] == 'Z' || b[next] == ' ')) {
            next++;
        }
        if (startsWith(b, next, end, THREAD)) {
            while (next < end && b[next] != ']') {
                next++;
            }
            next = Math.min(end, next + 2);
        }
        int text = levelEnd(b, next, end);
        if (text < 0 && dialect != Dialect.GENERIC) {
            return -1;
        }
        if (!wrapped) {
            stamp(b, stamp, dialect == Dialect.GENERIC);
            millis = fraction;
        }
        return text < 0 ? next : text;
    }

    private static boolean isStamp(byte[] b, int at) {
        return b[at + 4] == '-'
                && b[at + 7] == '-'
                && (b[at + 10] == ' ' || b[at + 10] == 'T')
                && b[at + 13] == ':'
                && b[at + 16] == ':'
                && isDigit(b[at])
                && isDigit(b[at + 3])
                && isDigit(b[at + 5])
                && isDigit(b[at + 8])
                && isDigit(b[at + 11])
                && isDigit(b[at + 18]);
    }

    private void stamp(byte[] b, int at, boolean monthFirst) {
        year = two(b, at) * 100 + two(b, at + 2);
        int former = two(b, at + 5);
        int latter = two(b, at + 8);
        // A day above 12 in the month's place says that the other order is meant.
        boolean months = monthFirst ? former <= 12 : latter > 12;
        month = months ? former : latter;
        day = months ? latter : former;
        hour = two(b, at + 11);
        minute = two(b, at + 14);
        second = two(b, at + 17);
        timed = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour >= 0 && hour < 24;
    }

    /** Reads {@code [level] } with colours around the word; sets the level and returns where the text begins, or -1. */
    private int levelEnd(byte[] b, int from, int end) {
        int at = from;
        boolean bracket = at < end && b[at] == '[';
        at = skipColour(b, bracket ? at + 1 : at, end);
        int word = at;
        while (at < end && (b[at] | 0x20) >= 'a' && (b[at] | 0x20) <= 'z') {
            at++;
        }
        LogLevel found = level(b, word, at);
        if (found == null || !bracket && dialect != Dialect.GENERIC) {
            return -1;
        }
        at = skipColour(b, at, end);
        if (bracket && (at >= end || b[at] != ']')) {
            return -1;
        }
        at++;
        while (at < end && (b[at] == ' ' || b[at] == ':')) {
            at++;
        }
        level = found;
        return Math.min(at, end);
    }

    private static int skipColour(byte[] b, int from, int end) {
        int at = from;
        while (at + 1 < end && b[at] == ESCAPE && b[at + 1] == '[') {
            at += 2;
            while (at < end && b[at] != 'm') {
                at++;
            }
            at = Math.min(end, at + 1);
        }
        return at;
    }

    private static LogLevel level(byte[] b, int from, int to) {
        int length = to - from;
        if (length < 3 || length > 8) {
            return null;
        }
        switch (b[from] | 0x20) {
            case 'i':
                return length == 4 ? LogLevel.INFO : null;
            case 'e':
                return length == 5 || length == 3 ? LogLevel.ERROR : null;
            case 'w':
                return length == 7 || length == 4 ? LogLevel.WARNING : null;
            case 'd':
                return length == 5 ? LogLevel.DEBUG : null;
            case 't':
                return length == 5 ? LogLevel.TRACE : null;
            case 'c':
                return length == 8 ? LogLevel.CRITICAL : null;
            case 'f':
                return length == 5 ? LogLevel.CRITICAL : null;
            default:
                return null;
        }
    }

    private Kind headless(byte[] b, int at, int end, int wrapper) {
        if (at == end) {
            if (dialect == Dialect.TFS) {
                traceback = false;
                blockLines = 0;
            }
            return Kind.BLANK;
        }
        if (isCrash(b, at, end)) {
            return head(b, LogLevel.CRITICAL, wrapper);
        }
        if (dialect == Dialect.CANARY || dialect == Dialect.CANARY_2) {
            return Kind.MORE;
        }
        boolean indented = b[at] == '\t' || b[at] == ' ';
        if (dialect == Dialect.GENERIC) {
            return indented ? Kind.MORE : head(b, levelOf(b, at, end), wrapper);
        }
        return tfs(b, at, end, indented, wrapper);
    }

    /** A Lua error of The Forgotten Server: its head, up to a few lines of where and what, and the indented traceback. */
    private Kind tfs(byte[] b, int at, int end, boolean indented, int wrapper) {
        if (startsWith(b, at, end, LUA)) {
            head(b, LogLevel.ERROR, wrapper);
            blockLines = 1;
            return Kind.HEAD;
        }
        if (blockLines > 0 && startsWith(b, at, end, TRACEBACK)) {
            traceback = true;
            return Kind.MORE;
        }
        if (blockLines > 0 && (traceback ? indented : blockLines++ <= LONGEST_BLOCK_HEAD)) {
            return Kind.MORE;
        }
        traceback = false;
        blockLines = 0;
        return indented ? Kind.MORE : head(b, levelOf(b, at, end), wrapper);
    }

    private Kind head(byte[] b, LogLevel found, int wrapper) {
        level = found;
        if (wrapper >= 0) {
            stamp(b, wrapper, true);
            millis = 0;
        } else if (dialect == Dialect.TFS) {
            timed = false;
        }
        return Kind.HEAD;
    }

    private static boolean isCrash(byte[] b, int at, int end) {
        byte first = b[at];
        if (first != 'S'
                && first != 'A'
                && first != 't'
                && first != 'I'
                && first != 'B'
                && first != 'p'
                && first != 'd'
                && first != 'T'
                && first != '=') {
            return false;
        }
        for (byte[] crash : CRASHES) {
            if (startsWith(b, at, end, crash)) {
                return LogSign.isCrash(new String(b, at, Math.min(end - at, 400), StandardCharsets.UTF_8));
            }
        }
        return first == '=' && LogSign.isCrash(new String(b, at, Math.min(end - at, 400), StandardCharsets.UTF_8));
    }

    private static LogLevel levelOf(byte[] b, int at, int end) {
        for (byte[] error : ERRORS) {
            if (startsWith(b, at, end, error)) {
                return LogLevel.ERROR;
            }
        }
        for (byte[] warning : WARNINGS) {
            if (startsWith(b, at, end, warning)) {
                return LogLevel.WARNING;
            }
        }
        return LogLevel.INFO;
    }

    private static boolean startsWith(byte[] b, int at, int end, byte[] prefix) {
        if (end - at < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (b[at + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static int two(byte[] b, int at) {
        return (b[at] - '0') * 10 + b[at + 1] - '0';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
