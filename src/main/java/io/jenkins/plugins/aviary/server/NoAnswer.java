package io.jenkins.plugins.aviary.server;

/** A port did not answer as it should; the message says what it did instead. */
public class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    /** With what the port did instead. */
    public NoAnswer(String message) {
        super(message);
    }
}
