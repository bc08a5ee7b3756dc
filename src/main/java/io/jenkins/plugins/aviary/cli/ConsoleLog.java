package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.operation.Masking;
import io.jenkins.plugins.aviary.operation.OperationLog;
import java.io.PrintStream;

/**
 * Writes the log to a stream, one masked line at a time. On a terminal warnings and errors are coloured and a progress
 * line at the bottom is kept out of their way.
 */
final class ConsoleLog implements OperationLog {
    private static final String YELLOW = "\u001b[33m";
    private static final String RED = "\u001b[31m";
    private static final String PLAIN = "\u001b[0m";
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream stream;
    private final boolean terminal;
    private final Masking masking;

    /** The line shown at the bottom of a terminal; guarded by this. */
    private String status = "";

    ConsoleLog(PrintStream stream, boolean terminal, Masking masking) {
        this.stream = stream;
        this.terminal = terminal;
        this.masking = masking;
    }

    boolean isTerminal() {
        return terminal;
    }

    @Override
    public void info(String line) {
        print("", line);
    }

    @Override
    public void warn(String line) {
        print(YELLOW, "WARNING: " + line);
    }

    @Override
    public void error(String line) {
        print(RED, "ERROR: " + line);
    }

    @Override
    public void output(String line) {
        print("", line);
    }

    /** Shows a line at the bottom of the terminal until the next one; an empty line removes it. */
    synchronized void status(String line) {
        if (terminal) {
            status = line;
            stream.print(CLEAR_LINE + line);
            stream.flush();
        }
    }

    private synchronized void print(String colour, String line) {
        String safe = harmless(masking.mask(line));
        if (terminal) {
            stream.print(CLEAR_LINE);
            stream.println(colour.isEmpty() ? safe : colour + safe + PLAIN);
            stream.print(status);
        } else {
            stream.println(safe);
        }
        stream.flush();
    }

    /** Takes the power from control characters: a log line must not move the reader's cursor or forge another line. */
    static String harmless(String line) {
        StringBuilder safe = null;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (Character.isISOControl(character) && character != '\t' && character != '\n') {
                if (safe == null) {
                    safe = new StringBuilder(line);
                }
                safe.setCharAt(i, '\ufffd');
            }
        }
        return safe == null ? line : safe.toString();
    }
}
