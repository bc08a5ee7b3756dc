package io.jenkins.plugins.aviary.artifact.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits Lua source into tokens, comments and blanks left out. It never fails: what it does not know is a symbol. */
public final class LuaTokens {
    private static final Set<String> KEYWORDS = Set.of(
            "and",
            "break",
            "do",
            "else",
            "elseif",
            "end",
            "false",
            "for",
            "function",
            "goto",
            "if",
            "in",
            "local",
            "nil",
            "not",
            "or",
            "repeat",
            "return",
            "then",
            "true",
            "until",
            "while");
    private static final List<String> LONG_SYMBOLS = List.of("...", "..", "==", "~=", "<=", ">=", "::");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    /** What a token is. */
    public enum Kind {
        /** The name of a variable or field. */
        NAME,
        /** A word of the language. */
        KEYWORD,
        /** A number. */
        NUMBER,
        /** A text. */
        STRING,
        /** Anything else. */
        SYMBOL
    }

    /**
     * One token at {@code source[from, to)}.
     *
     * @param kind what it is
     * @param text as it is written
     * @param from where it begins
     * @param to where it ends
     */
    public record Token(Kind kind, String text, int from, int to) {
        /** Whether it is that word or symbol, and no text. */
        public boolean is(String wanted) {
            return kind != Kind.STRING && text.equals(wanted);
        }
    }

    private LuaTokens(String source) {
        this.source = source;
    }

    /** The tokens of a source. */
    public static List<Token> of(String source) {
        LuaTokens tokens = new LuaTokens(source);
        tokens.read();
        return List.copyOf(tokens.tokens);
    }

    private void read() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (source.startsWith("--", at)) {
                comment();
            } else if (Character.isLetter(c) || c == '_') {
                word();
            } else if (isDigit(at) || c == '.' && isDigit(at + 1)) {
                number();
            } else if (c == '"' || c == '\'') {
                quoted(c);
            } else if (c == '[' && longBracket(at) >= 0) {
                int from = at;
                skipLong(longBracket(at));
                add(Kind.STRING, from);
            } else {
                symbol();
            }
        }
    }

    private void comment() {
        int level = longBracket(at + 2);
        if (level >= 0) {
            at += 2;
            skipLong(level);
            return;
        }
        int end = source.indexOf('\n', at);
        at = end < 0 ? source.length() : end;
    }

    /** The level of a long bracket such as {@code [[} or {@code [==[} at a place, or -1. */
    private int longBracket(int from) {
        if (from >= source.length() || source.charAt(from) != '[') {
            return -1;
        }
        int next = from + 1;
        while (next < source.length() && source.charAt(next) == '=') {
            next++;
        }
        return next < source.length() && source.charAt(next) == '[' ? next - from - 1 : -1;
    }

    private void skipLong(int level) {
        String close = "]" + "=".repeat(level) + "]";
        int end = source.indexOf(close, at);
        at = end < 0 ? source.length() : end + close.length();
    }

    private void word() {
        int from = at;
        while (at < source.length() && (Character.isLetterOrDigit(source.charAt(at)) || source.charAt(at) == '_')) {
            at++;
        }
        add(KEYWORDS.contains(source.substring(from, at)) ? Kind.KEYWORD : Kind.NAME, from);
    }

    private void number() {
        int from = at;
        while (at < source.length() && isInNumber(from)) {
            at++;
        }
        add(Kind.NUMBER, from);
    }

    private boolean isInNumber(int from) {
        char c = source.charAt(at);
        boolean sign = (c == '+' || c == '-')
                && at > from
                && (source.charAt(at - 1) | 0x20) == 'e'
                && !source.startsWith("0x", from);
        // Two dots join strings; one is a decimal point.
        boolean point = c == '.' && !source.startsWith("..", at);
        return Character.isLetterOrDigit(c) || point || sign;
    }

    private void quoted(char quote) {
        int from = at++;
        while (at < source.length() && source.charAt(at) != quote && source.charAt(at) != '\n') {
            at += source.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(source.length(), at + 1);
        add(Kind.STRING, from);
    }

    private void symbol() {
        int from = at;
        at += LONG_SYMBOLS.stream()
                .filter(symbol -> source.startsWith(symbol, from))
                .mapToInt(String::length)
                .findFirst()
                .orElse(1);
        add(Kind.SYMBOL, from);
    }

    private void add(Kind kind, int from) {
        tokens.add(new Token(kind, source.substring(from, at), from, at));
    }

    private boolean isDigit(int place) {
        return place < source.length() && source.charAt(place) >= '0' && source.charAt(place) <= '9';
    }
}
