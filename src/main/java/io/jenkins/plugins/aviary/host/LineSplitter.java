package io.jenkins.plugins.aviary.host;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Passes on whole lines; a line that does not end is passed on in pieces of bounded length. For one thread. */
final class LineSplitter extends OutputStream {
    private static final int LONGEST = 16 * 1024;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void write(int value) {
        if (value == '\n') {
            pass();
            return;
        }
        line.write(value);
        if (line.size() >= LONGEST) {
            pass();
        }
    }

    /** Passes on what came after the last line end. */
    void end() {
        if (line.size() > 0) {
            pass();
        }
    }

    private void pass() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
