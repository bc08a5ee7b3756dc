package io.jenkins.plugins.aviary.scan.rule;

import io.jenkins.plugins.aviary.scan.lua.LuaScript;
import io.jenkins.plugins.aviary.scan.lua.LuaToken;
import java.util.List;

/**
 * Finds texts that are written so that nobody can read them. Letters of other alphabets as numbers are not meant: only
 * what could have been written plainly counts.
 */
final class LuaHiding {
    private static final int IN_ONE_TEXT = 16;
    private static final int IN_ONE_SCRIPT = 48;
    private static final int LONG_DATA = 400;
    private static final int MANY_CODES = 12;

    private final LuaScript script;
    private final String path;
    private final Hits hits;

    LuaHiding(LuaScript script, String path, Hits hits) {
        this.script = script;
        this.path = path;
        this.hits = hits;
    }

    void check() {
        int escapes = 0;
        boolean told = false;
        for (int i = 0; i < script.size(); i++) {
            LuaToken token = script.get(i);
            escapes += token.escapes();
            if (token.escapes() >= IN_ONE_TEXT) {
                hit(token, token.escapes() + " letters of a text are written as numbers.");
                told = true;
            } else if (token.is(LuaToken.Kind.TEXT) && isEncoded(token.text())) {
                hit(token, "A text of " + token.text().length() + " characters is encoded.");
                told = true;
            } else if (script.is(i, "char") && script.is(i + 1, "(") && isCodes(i + 1)) {
                hit(token, "A text is put together from the numbers of its letters.");
                told = true;
            } else if (escapes >= IN_ONE_SCRIPT && !told) {
                hit(token, "More than " + IN_ONE_SCRIPT + " letters of the script's texts are written as numbers.");
                told = true;
            }
        }
    }

    private static boolean isEncoded(String text) {
        return text.length() >= LONG_DATA && text.matches("[A-Za-z0-9+/=_-]+");
    }

    private boolean isCodes(int open) {
        List<LuaScript.Span> arguments = script.arguments(open);
        return arguments.size() >= MANY_CODES
                && arguments.stream().allMatch(span -> script.is(span.from(), LuaToken.Kind.NUMBER));
    }

    private void hit(LuaToken token, String message) {
        hits.add(CanaryRule.OBFUSCATED, path, token.line(), token.column(), message);
    }
}
