package io.jenkins.plugins.aviary.scan.lua;

/** A script that LuaJIT would refuse too. */
public final class LuaSyntaxFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    LuaSyntaxFailure(String message, int line) {
        super(message);
        this.line = line;
    }

    /** The line, from 1. */
    public int line() {
        return line;
    }
}
