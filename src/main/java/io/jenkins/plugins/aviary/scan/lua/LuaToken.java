package io.jenkins.plugins.aviary.scan.lua;

/**
 * One word of Lua.
 *
 * @param kind what it is
 * @param text the name, the symbol, the number as written, or what a literal text holds
 * @param line its line, from 1
 * @param column its column, from 1
 * @param escapes how many letters of a literal text are written as numbers, such as {@code \104} for h
 */
public record LuaToken(Kind kind, String text, int line, int column, int escapes) {
    /** What a word is. */
    public enum Kind {
        /** A name or a keyword. */
        NAME,
        /** A literal text. */
        TEXT,
        /** A number. */
        NUMBER,
        /** An operator or a bracket. */
        SYMBOL
    }

    /** Whether it is this name, keyword or symbol. */
    public boolean is(String expected) {
        return (kind == Kind.NAME || kind == Kind.SYMBOL) && text.equals(expected);
    }

    /** Whether it is of this kind. */
    public boolean is(Kind expected) {
        return kind == expected;
    }
}
