package io.jenkins.plugins.aviary.scan.lua;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits Lua into words as LuaJIT does (Lua 5.1 with {@code goto}, hexadecimal escapes and number suffixes), leaving out
 * comments and white space. What LuaJIT would refuse, such as a text without an end, is refused here too. The time is
 * linear in the length.
 */
public final class LuaWords {
    private static final List<String> SYMBOLS = List.of("...", "..", "==", "~=", "<=", ">=", "::", "//", "<<", ">>");

    private final String source;
    private final List<LuaToken> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;

    private LuaWords(String source) {
        this.source = source;
    }

    /**
     * The words of a script.
     *
     * @throws LuaSyntaxFailure if a text or a comment has no end
     */
    public static List<LuaToken> of(String source) throws LuaSyntaxFailure {
        LuaWords words = new LuaWords(source);
        words.all();
        return List.copyOf(words.tokens);
    }

    private void all() throws LuaSyntaxFailure {
        if (source.startsWith("\uFEFF")) {
            at = 1;
        }
        if (at < source.length() && source.charAt(at) == '#') {
            skipLine();
        }
        while (at < source.length()) {
            char next = source.charAt(at);
            if (next == '\n') {
                newLine();
            } else if (next <= ' ') {
                at++;
            } else if (source.startsWith("--", at)) {
                comment();
            } else {
                word(next);
            }
        }
    }

    private void word(char next) throws LuaSyntaxFailure {
        if (Character.isLetter(next) || next == '_' || next > 127) {
            int from = at;
            while (at < source.length() && isNamePart(source.charAt(at))) {
                at++;
            }
            add(LuaToken.Kind.NAME, source.substring(from, at), from, 0);
        } else if (isDigit(next) || next == '.' && at + 1 < source.length() && isDigit(source.charAt(at + 1))) {
            number();
        } else if (next == '"' || next == '\'') {
            quoted(next);
        } else if (next == '[' && level() >= 0) {
            int from = at;
            int startLine = line;
            int startColumn = from - lineStart + 1;
            String text = bracketed();
            tokens.add(new LuaToken(LuaToken.Kind.TEXT, text, startLine, startColumn, 0));
        } else {
            String symbol = SYMBOLS.stream()
                    .filter(known -> source.startsWith(known, at))
                    .findFirst()
                    .orElse(String.valueOf(next));
            add(LuaToken.Kind.SYMBOL, symbol, at, 0);
            at += symbol.length();
        }
    }

    private void add(LuaToken.Kind kind, String text, int from, int escapes) {
        tokens.add(new LuaToken(kind, text, line, from - lineStart + 1, escapes));
    }

    private static boolean isDigit(char one) {
        return one >= '0' && one <= '9';
    }

    private static boolean isNamePart(char one) {
        return Character.isLetterOrDigit(one) || one == '_' || one > 127;
    }

    private void newLine() {
        at++;
        line++;
        lineStart = at;
    }

    private void skipLine() {
        while (at < source.length() && source.charAt(at) != '\n') {
            at++;
        }
    }

    private void comment() throws LuaSyntaxFailure {
        at += 2;
        if (at < source.length() && source.charAt(at) == '[' && level() >= 0) {
            bracketed();
        } else {
            skipLine();
        }
    }

    /** A sign belongs to a number only after its exponent. */
    private void number() {
        int from = at;
        boolean hexadecimal = source.startsWith("0x", at) || source.startsWith("0X", at);
        while (at < source.length()) {
            char one = source.charAt(at);
            char before = at > from ? Character.toLowerCase(source.charAt(at - 1)) : ' ';
            boolean exponentSign = (one == '+' || one == '-') && before == (hexadecimal ? 'p' : 'e');
            if (!isNamePart(one) && one != '.' && !exponentSign) {
                break;
            }
            at++;
        }
        add(LuaToken.Kind.NUMBER, source.substring(from, at), from, 0);
    }

    private void quoted(char quote) throws LuaSyntaxFailure {
        int from = at;
        int startLine = line;
        int startColumn = from - lineStart + 1;
        int escapes = 0;
        StringBuilder text = new StringBuilder();
        at++;
        while (true) {
            if (at >= source.length() || source.charAt(at) == '\n') {
                throw new LuaSyntaxFailure("the text has no end", startLine);
            }
            char one = source.charAt(at);
            if (one == quote) {
                at++;
                tokens.add(new LuaToken(LuaToken.Kind.TEXT, text.toString(), startLine, startColumn, escapes));
                return;
            }
            if (one == '\\') {
                escapes += escaped(text) ? 1 : 0;
            } else {
                text.append(one);
                at++;
            }
        }
    }

    private static boolean isPrintable(int value) {
        return value >= ' ' && value <= '~';
    }

    /** Reads one escape; returns whether it gives by its number a character that could have been written as it is. */
    private boolean escaped(StringBuilder text) {
        at++;
        if (at >= source.length()) {
            return false;
        }
        char one = source.charAt(at);
        at++;
        if (isDigit(one)) {
            int value = one - '0';
            for (int i = 0; i < 2 && at < source.length() && isDigit(source.charAt(at)); i++, at++) {
                value = value * 10 + source.charAt(at) - '0';
            }
            text.append((char) (value & 0xFF));
            return isPrintable(value);
        }
        if (one == 'x' && at + 1 < source.length()) {
            int high = Character.digit(source.charAt(at), 16);
            int low = Character.digit(source.charAt(at + 1), 16);
            at += high >= 0 && low >= 0 ? 2 : 0;
            int value = Math.max(high, 0) * 16 + Math.max(low, 0);
            text.append((char) value);
            return isPrintable(value);
        }
        if (one == '\n') {
            line++;
            lineStart = at;
            text.append('\n');
        } else if (one == 'z') {
            while (at < source.length() && source.charAt(at) <= ' ') {
                if (source.charAt(at) == '\n') {
                    line++;
                    lineStart = at + 1;
                }
                at++;
            }
        } else {
            text.append(one == 'n' ? '\n' : one == 't' ? '\t' : one == 'r' ? '\r' : one);
        }
        return false;
    }

    /** How many equals signs the long bracket that begins here has, or -1 if none begins here. */
    private int level() {
        int i = at + 1;
        while (i < source.length() && source.charAt(i) == '=') {
            i++;
        }
        return i < source.length() && source.charAt(i) == '[' ? i - at - 1 : -1;
    }

    private String bracketed() throws LuaSyntaxFailure {
        int level = level();
        int from = at + level + 2;
        int end = source.indexOf("]" + "=".repeat(level) + "]", from);
        if (end < 0) {
            throw new LuaSyntaxFailure("the long bracket has no end", line);
        }
        for (int i = at; i < end; i++) {
            if (source.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        at = end + level + 2;
        return source.substring(from, end);
    }
}
