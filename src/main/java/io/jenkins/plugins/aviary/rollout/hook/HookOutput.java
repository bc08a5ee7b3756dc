package io.jenkins.plugins.aviary.rollout.hook;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What a hook prints: passed on line by line, up to a bound, and its end kept for the report. The host may print anything,
 * so lines are cut and control characters taken out. One thread reads, another one asks for the end.
 */
final class HookOutput {
    /** Lines that are passed on; more are only counted. */
    static final int MOST_LINES = 500;

    static final int LONGEST_LINE = 300;
    private static final int KEPT = 5;
    private static final int BLOCK = 8192;

    private final Consumer<String> lines;
    /** Guarded by this. */
    private final Deque<String> last = new ArrayDeque<>();
    /** Guarded by this. */
    private long count;

    HookOutput(Consumer<String> lines) {
        this.lines = lines;
    }

    /** A text of whoever wrote it, fit for one line. */
    static String printable(String text) {
        String part = text.length() > LONGEST_LINE ? text.substring(0, LONGEST_LINE) + "..." : text;
        return part.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]", " ");
    }

    /** Reads to the end. */
    void read(InputStream from) {
        StringBuilder line = new StringBuilder();
        char[] block = new char[BLOCK];
        try (Reader reader = new InputStreamReader(from, StandardCharsets.UTF_8)) {
            int length;
            while ((length = reader.read(block)) >= 0) {
                for (int i = 0; i < length; i++) {
                    if (block[i] == '\n') {
                        pass(line);
                    } else if (line.length() <= LONGEST_LINE) {
                        line.append(block[i]);
                    }
                }
            }
        } catch (IOException e) {
            // The connection broke; the exit code, or that there is none, tells how the hook fared.
            line.append(" (cut off)");
        }
        if (line.length() > 0) {
            pass(line);
        }
    }

    private void pass(StringBuilder line) {
        String text = printable(line.toString().stripTrailing());
        line.setLength(0);
        long number;
        synchronized (this) {
            number = ++count;
            last.addLast(text);
            if (last.size() > KEPT) {
                last.removeFirst();
            }
        }
        if (number <= MOST_LINES) {
            lines.accept(text);
        } else if (number == MOST_LINES + 1) {
            lines.accept("... what more it prints is not shown");
        }
    }

    /** The last lines, as the end of a sentence. */
    synchronized String end() {
        return last.isEmpty() ? "; it printed nothing" : "; its output ends with: " + String.join(" | ", last);
    }
}
