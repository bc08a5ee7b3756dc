package io.jenkins.plugins.aviary.watch.logs;

import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.server.LineScanner;
import io.jenkins.plugins.aviary.server.LogLevel;
import io.jenkins.plugins.aviary.server.LogRedaction;
import io.jenkins.plugins.aviary.server.LogSign;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Adds up the lines of one part of a log. No object is made for a line of a kind that is known; a Lua error is put
 * together from its block: the script and the first line of what went wrong are its kind. Not safe for use by several
 * threads.
 */
final class LogScan {
    private static final int LONGEST_PART = 500;
    private static final byte[][] SCRIPT = {bytes("Script ID: "), bytes("scriptId: [")};
    private static final byte[][] ERROR = {bytes("Error Description: "), bytes("error [")};
    private static final byte[] LUA = bytes("Lua Script Error");
    private static final byte[] LUA_OLD = bytes("Lua script error");
    private static final byte[] SAVED = bytes("Server saved in ");

    private final Dialect dialect;
    private final LineScanner scanner;
    private final LogTotals totals = new LogTotals();

    /** A Lua error that may go on. */
    private boolean inLua;

    private LogLevel luaLevel = LogLevel.ERROR;
    private long luaTime;
    private int luaLines;
    private byte[] script = new byte[0];
    private byte[] error = new byte[0];

    LogScan(Dialect dialect) {
        this.dialect = dialect;
        this.scanner = new LineScanner(dialect);
    }

    /** Whether the line in {@code bytes[from, to)} begins an entry; does not count it. */
    boolean isHead(byte[] bytes, int from, int to) {
        return scanner.scan(bytes, from, to) == LineScanner.Kind.HEAD;
    }

    /** Counts the line in {@code bytes[from, to)}, its line end excluded. */
    void line(byte[] bytes, int from, int to) {
        totals.lines++;
        totals.bytes += to - from + 1L;
        switch (scanner.scan(bytes, from, to)) {
            case HEAD -> {
                endLua();
                head(bytes, scanner.bodyFrom(), scanner.bodyTo());
            }
            case MORE -> {
                if (inLua) {
                    luaLine(bytes, scanner.bodyFrom(), scanner.bodyTo());
                }
            }
            case BLANK -> {
                // Nothing is in it.
            }
        }
    }

    /** What all lines so far add up to; ends what may have gone on. */
    LogTotals totals() {
        endLua();
        return totals;
    }

    private long time() {
        return scanner.isTimed() ? scanner.order() : Finding.NEVER;
    }

    private void head(byte[] bytes, int from, int to) {
        LogLevel level = scanner.level();
        if (startsWith(bytes, from, to, LUA) || startsWith(bytes, from, to, LUA_OLD)) {
            inLua = true;
            luaLevel = level;
            luaTime = time();
            luaLines = 0;
            script = new byte[0];
            error = new byte[0];
            return;
        }
        long fingerprint = MessageTemplate.fingerprint(bytes, from, to, MessageTemplate.SEED + level.ordinal());
        Finding finding = totals.findings.get(fingerprint);
        LogSign sign;
        if (finding != null) {
            sign = finding.sign();
            finding.seen(time());
        } else {
            sign = LogSign.of(text(bytes, from, to));
            unknown(fingerprint, level, sign, MessageTemplate.text(bytes, from, to), time());
        }
        totals.count(level, sign, time());
        if (sign == LogSign.SAVED) {
            saved(bytes, from, to);
        }
    }

    private void unknown(long fingerprint, LogLevel level, LogSign sign, String text, long time) {
        if (!totals.findings.hasRoom(level)) {
            totals.unlisted++;
            return;
        }
        Finding finding = new Finding(fingerprint, level, sign, text);
        finding.seen(time);
        totals.findings.put(finding);
    }

    private void luaLine(byte[] bytes, int from, int to) {
        luaLines++;
        if (dialect == Dialect.TFS) {
            // Its blocks have no names: the script comes first, then what went wrong.
            if (script.length == 0) {
                script = part(bytes, from, to);
            } else if (error.length == 0) {
                error = part(bytes, from, to);
            }
            return;
        }
        script = script.length == 0 ? named(SCRIPT, bytes, from, to) : script;
        error = error.length == 0 ? named(ERROR, bytes, from, to) : error;
    }

    private static byte[] named(byte[][] names, byte[] bytes, int from, int to) {
        for (byte[] name : names) {
            if (startsWith(bytes, from, to, name)) {
                return part(bytes, from + name.length, to);
            }
        }
        return new byte[0];
    }

    private static byte[] part(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, Math.min(to, from + LONGEST_PART));
    }

    private void endLua() {
        if (!inLua) {
            return;
        }
        inLua = false;
        long scriptHash = MessageTemplate.hash(script, MessageTemplate.SEED ^ 'L');
        long fingerprint = MessageTemplate.fingerprint(error, 0, error.length, scriptHash);
        Finding finding = totals.findings.get(fingerprint);
        if (finding != null) {
            finding.seen(luaTime);
        } else {
            unknown(fingerprint, luaLevel, LogSign.LUA_ERROR, luaText(), luaTime);
        }
        totals.count(luaLevel, LogSign.LUA_ERROR, luaTime);
    }

    private String luaText() {
        String where = LogRedaction.redact(text(script, 0, script.length).replaceAll("\\p{Cntrl}", "?"));
        String what = MessageTemplate.text(error, 0, error.length);
        return "Lua error in " + (where.isEmpty() ? "an unnamed script" : where) + ": "
                + (what.isEmpty() ? "no description" : what);
    }

    /** {@code Server saved in 420.5 milliseconds.} or {@code ... 4.20 seconds.} */
    private void saved(byte[] bytes, int from, int to) {
        if (!startsWith(bytes, from, to, SAVED)) {
            return;
        }
        int at = from + SAVED.length;
        double amount = 0;
        double scale = 0;
        for (; at < to && (bytes[at] == '.' || bytes[at] >= '0' && bytes[at] <= '9'); at++) {
            if (bytes[at] == '.') {
                scale = 1;
            } else {
                amount = amount * 10 + bytes[at] - '0';
                scale *= 10;
            }
        }
        double value = scale > 1 ? amount / scale : amount;
        boolean seconds = at + 1 < to && bytes[at + 1] == 's';
        totals.saved(seconds ? value * 1000 : value, time());
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private static boolean startsWith(byte[] b, int from, int to, byte[] prefix) {
        if (to - from < prefix.length || b[from] != prefix[0]) {
            return false;
        }
        for (int i = 1; i < prefix.length; i++) {
            if (b[from + i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
