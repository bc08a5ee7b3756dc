package io.jenkins.plugins.aviary.scan.rule;

import io.jenkins.plugins.aviary.scan.lua.LuaScript;
import io.jenkins.plugins.aviary.scan.lua.LuaToken;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds where a script reaches past the game: commands, code from data, native code, files, connections. */
final class LuaReach {
    private static final Set<String> LIBRARIES = Set.of("os", "io", "package", "string");
    private static final Map<String, CanaryRule> FUNCTIONS = Map.of(
            "os.execute", CanaryRule.SHELL_COMMAND,
            "io.popen", CanaryRule.SHELL_COMMAND,
            "package.loadlib", CanaryRule.NATIVE_CODE,
            "string.dump", CanaryRule.CODE_FROM_DATA,
            "os.remove", CanaryRule.FILE_ACCESS,
            "os.rename", CanaryRule.FILE_ACCESS,
            "io.output", CanaryRule.FILE_ACCESS);
    private static final int DEEPEST = 4;
    private static final Set<String> NETWORK = Set.of("socket", "ssl", "http", "ltn12", "cURL", "lcurl");
    private static final Set<String> HIDDEN =
            Set.of("os", "io", "package", "debug", "load", "loadstring", "dofile", "loadfile", "require");

    private final LuaScript script;
    private final String path;
    private final Hits hits;

    LuaReach(LuaScript script, String path, Hits hits) {
        this.script = script;
        this.path = path;
        this.hits = hits;
    }

    void check() {
        for (int i = 0; i < script.size(); i++) {
            if (script.is(i, LuaToken.Kind.NAME) && script.isGlobal(i)) {
                global(i, script.get(i).text());
            }
        }
    }

    private void global(int at, String name) {
        if (LIBRARIES.contains(name)) {
            library(at, name);
        }
        switch (name) {
            case "load", "loadstring" -> code(at, name);
            case "dofile", "loadfile" -> file(at, name);
            case "require" -> module(at);
            case "getfenv" -> hit(CanaryRule.INDIRECT_ACCESS, at, "getfenv gives every name there is.");
            case "_G" -> globals(at);
            default -> {
                // Any other name is the game's own.
            }
        }
    }

    private void library(int at, String name) {
        if (script.is(at + 1, ".") && script.is(at + 2, LuaToken.Kind.NAME)) {
            function(at, name + "." + script.get(at + 2).text(), at + 3);
        } else if (script.is(at + 1, "[")) {
            if (script.is(at + 2, LuaToken.Kind.TEXT) && script.is(at + 3, "]")) {
                function(at, name + "." + script.get(at + 2).text(), at + 4);
            } else if (!name.equals("string")) {
                hit(CanaryRule.INDIRECT_ACCESS, at, name + "[...] is called by a name that is put together.");
            }
        } else if ((name.equals("os") || name.equals("io")) && isTakenAsValue(at, name)) {
            hit(CanaryRule.INDIRECT_ACCESS, at, name + " gets another name.");
        }
    }

    private boolean isTakenAsValue(int at, String name) {
        return !script.is(at + 1, "=")
                && !script.isGiven(name)
                && (script.is(at - 1, "=")
                        || script.is(at - 1, "(")
                        || script.is(at - 1, ",")
                        || script.is(at - 1, "return"));
    }

    private void function(int at, String name, int after) {
        CanaryRule rule = FUNCTIONS.get(name);
        if (rule != null) {
            hit(rule, at, name + " is used.");
        } else if (name.equals("io.open") && opensForWriting(after)) {
            hit(CanaryRule.FILE_ACCESS, at, "io.open opens a file for writing.");
        }
    }

    private boolean opensForWriting(int open) {
        if (!script.is(open, "(")) {
            return true;
        }
        List<LuaScript.Span> arguments = script.arguments(open);
        if (arguments.size() < 2) {
            return arguments.isEmpty();
        }
        int mode = arguments.get(1).from();
        return !script.is(mode, LuaToken.Kind.TEXT) || !script.get(mode).text().matches("rb?");
    }

    private void code(int at, String name) {
        boolean own = script.isGiven(name) || script.isFunction(name) || script.is(at + 1, "=");
        boolean used = script.is(at + 1, "(") || script.is(at + 1, LuaToken.Kind.TEXT) || script.is(at - 1, "=");
        if (used && !own) {
            hit(CanaryRule.CODE_FROM_DATA, at, name + " runs a text as code.");
        }
    }

    /** A path of literal texts and constants can be reviewed; one that names a folder and .lua can lead to scripts only. */
    private void file(int at, String name) {
        int from = at + 1;
        if (!script.is(from, LuaToken.Kind.TEXT)) {
            List<LuaScript.Span> arguments = script.is(from, "(") ? script.arguments(from) : List.of();
            if (arguments.isEmpty()) {
                if (script.is(from, "(") || script.is(at - 1, "=")) {
                    hit(CanaryRule.CODE_FROM_DATA, at, name + " runs a file that is not named.");
                }
                return;
            }
            path(at, name, arguments.get(0));
            return;
        }
        path(at, name, new LuaScript.Span(from, from + 1));
    }

    private void path(int at, String name, LuaScript.Span span) {
        List<LuaScript.Span> parts = script.split(span, "..");
        LuaScript.Span last = parts.get(parts.size() - 1);
        boolean known = isConstant(span, 0);
        boolean lua = endsAsScript(last, 0);
        if (!lua) {
            hit(CanaryRule.CODE_FROM_DATA, at, name + " runs a file that cannot be seen to be a script.");
        } else if (!known) {
            boolean inFolder = isConstant(parts.get(0), 0);
            hit(
                    inFolder ? CanaryRule.CHOSEN_SCRIPT : CanaryRule.CODE_FROM_DATA,
                    at,
                    name + " runs a script whose name is put together.");
        }
    }

    /** Literal texts and constants, which are written in capitals, and names that are given only such. */
    private boolean isConstant(LuaScript.Span span, int depth) {
        if (depth > DEEPEST || span.to() <= span.from()) {
            return false;
        }
        for (int i = span.from(); i < span.to(); i++) {
            LuaToken token = script.get(i);
            boolean constant = token.is(LuaToken.Kind.TEXT)
                    || token.is("..")
                    || token.is(LuaToken.Kind.NAME) && token.text().matches("[A-Z][A-Z0-9_]+");
            if (!constant && !(token.is(LuaToken.Kind.NAME) && isGivenConstants(token.text(), depth))) {
                return false;
            }
        }
        return true;
    }

    private boolean isGivenConstants(String name, int depth) {
        List<LuaScript.Span> values = script.assigned(name);
        return !script.isGiven(name) && values.size() == 1 && isConstant(values.get(0), depth + 1);
    }

    private boolean endsAsScript(LuaScript.Span span, int depth) {
        LuaToken end = script.get(span.to() - 1);
        if (end.is(LuaToken.Kind.TEXT)) {
            return end.text().endsWith(".lua");
        }
        return end.is(LuaToken.Kind.NAME)
                && depth < DEEPEST
                && isGivenConstants(end.text(), 0)
                && endsAsScript(script.assigned(end.text()).get(0), depth + 1);
    }

    private void module(int at) {
        int name = script.is(at + 1, "(") ? at + 2 : at + 1;
        if (!script.is(name, LuaToken.Kind.TEXT) || script.is(name + 1, "..")) {
            boolean named = script.is(at + 1, "(")
                    && !script.arguments(at + 1).isEmpty()
                    && isConstant(script.arguments(at + 1).get(0), 0);
            if (script.is(at + 1, "(") && !named) {
                hit(CanaryRule.CHOSEN_SCRIPT, at, "require loads a module whose name is put together.");
            }
        } else if (script.get(name).text().equals("ffi")) {
            hit(CanaryRule.NATIVE_CODE, at, "LuaJIT's ffi is loaded.");
        } else if (NETWORK.contains(script.get(name).text().split("\\.", 2)[0])) {
            hit(
                    CanaryRule.NETWORK_ACCESS,
                    at,
                    "A module for connections is loaded: " + script.get(name).text() + ".");
        }
    }

    /** Looking up a global by a name that is put together, or one that is dangerous, hides what is called. */
    private void globals(int at) {
        if (!script.is(at + 1, "[")) {
            if (script.is(at + 1, ".")
                    && script.is(at + 2, LuaToken.Kind.NAME)
                    && HIDDEN.contains(script.get(at + 2).text())) {
                hit(CanaryRule.INDIRECT_ACCESS, at, "_G." + script.get(at + 2).text() + " is used.");
            }
            return;
        }
        int close = Math.min(script.close(at + 1), script.size());
        boolean literal = script.is(at + 2, LuaToken.Kind.TEXT) && close == at + 3;
        boolean joined = false;
        for (int i = at + 2; i < close; i++) {
            joined |= script.is(i, "..") || script.is(i, "char") || script.is(i, "reverse") || script.is(i, "gsub");
        }
        if (joined || literal && HIDDEN.contains(script.get(at + 2).text()) || !literal && script.is(close + 1, "(")) {
            hit(CanaryRule.INDIRECT_ACCESS, at, "_G[...] is used with a name that is hidden.");
        }
    }

    private void hit(CanaryRule rule, int at, String message) {
        hits.add(rule, path, script.get(at).line(), script.get(at).column(), message);
    }
}
