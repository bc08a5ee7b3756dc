package io.jenkins.plugins.aviary.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts that drive a server on its host: POSIX shell, coreutils and {@code /proc}, nothing to be installed. */
enum ServerScript {
    /** Prints the processes of a world's server and what supervises them. */
    FIND("find-server"),
    /** Signals a process that is still the same. */
    SIGNAL("signal-server"),
    /** Waits a while for the end of a process. */
    AWAIT_EXIT("await-exit"),
    /** Starts a server. */
    START("start-server"),
    /** Asks or tells systemd. */
    SYSTEMD("systemd-unit"),
    /** Prints what a log's files are. */
    LOG_STATE("log-state"),
    /** Keeps the core file of a server that was ended. */
    KEEP_CORE("keep-core");

    /** What {@link #SIGNAL} exits with if the process is not there any more. */
    static final int GONE = 3;
    /** What {@link #SIGNAL} exits with if the process would die of the signal. */
    static final int UNHANDLED = 5;
    /** What {@link #AWAIT_EXIT} exits with if the process is still there. */
    static final int STILL_THERE = 4;

    private final String text;

    ServerScript(String name) {
        String resource = name + ".sh";
        try (InputStream script = ServerScript.class.getResourceAsStream(resource)) {
            if (script == null) {
                throw new IllegalStateException("The script " + resource + " is not in the jar");
            }
            this.text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The script. */
    String text() {
        return text;
    }
}
