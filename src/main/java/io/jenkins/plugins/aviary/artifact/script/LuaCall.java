package io.jenkins.plugins.aviary.artifact.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A use of a library in Lua source, such as {@code db.query("SELECT 1")}. Found by reading, not by running, so every
 * branch counts.
 *
 * @param function the function's name, or empty if the library is used in another way
 * @param text the text that is its only argument, as it is written, or nothing if it is given something else
 */
public record LuaCall(String function, Optional<String> text) {
    /** All uses of a library by its global name, in their order. */
    public static List<LuaCall> of(String source, String library) {
        List<LuaTokens.Token> tokens = LuaTokens.of(source);
        List<LuaCall> calls = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            boolean field =
                    i > 0 && (tokens.get(i - 1).is(".") || tokens.get(i - 1).is(":"));
            if (tokens.get(i).kind() == LuaTokens.Kind.NAME && tokens.get(i).is(library) && !field) {
                calls.add(call(source, tokens, i));
            }
        }
        return calls;
    }

    /** Whether source names any of these globals. */
    public static boolean names(String source, List<String> globals) {
        return LuaTokens.of(source).stream()
                .anyMatch(token -> token.kind() == LuaTokens.Kind.NAME && globals.contains(token.text()));
    }

    private static LuaCall call(String source, List<LuaTokens.Token> tokens, int at) {
        boolean dotted = is(tokens, at + 1, ".")
                && at + 2 < tokens.size()
                && tokens.get(at + 2).kind() == LuaTokens.Kind.NAME;
        if (!dotted) {
            return new LuaCall("", Optional.empty());
        }
        String function = tokens.get(at + 2).text();
        boolean one = is(tokens, at + 3, "(")
                && at + 5 < tokens.size()
                && tokens.get(at + 4).kind() == LuaTokens.Kind.STRING
                && is(tokens, at + 5, ")");
        return new LuaCall(function, one ? Optional.of(written(source, tokens.get(at + 4))) : Optional.empty());
    }

    private static boolean is(List<LuaTokens.Token> tokens, int at, String symbol) {
        return at < tokens.size() && tokens.get(at).is(symbol);
    }

    /** The text between its quotes; escapes stand for themselves but for those of quotes, which is enough for SQL. */
    private static String written(String source, LuaTokens.Token token) {
        String text = source.substring(token.from(), token.to());
        if (text.startsWith("[")) {
            int open = text.indexOf('[', 1) + 1;
            return text.length() >= 2 * open ? text.substring(open, text.length() - open) : "";
        }
        String inside = text.length() >= 2 ? text.substring(1, text.length() - 1) : "";
        return inside.replaceAll("\\\\([\"'\\\\])", "$1").replace("\\n", "\n").replace("\\t", "\t");
    }
}
