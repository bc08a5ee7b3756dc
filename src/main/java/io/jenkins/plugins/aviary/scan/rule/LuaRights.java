package io.jenkins.plugins.aviary.scan.rule;

import io.jenkins.plugins.aviary.scan.lua.LuaScript;
import io.jenkins.plugins.aviary.scan.lua.LuaToken;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds where a script makes somebody staff: the usual back door of free data packs. */
final class LuaRights {
    private static final Set<String> GIVING = Set.of(
            "setGroup", "setGroupId", "setAccountType", "doPlayerSetGroupId", "setPlayerGroupId", "doSetPlayerGroupId");
    private static final Set<String> ASKING =
            Set.of("getAccess", "getAccountType", "getGroup", "getPlayerAccess", "getPlayerGroupId", "isGamemaster");
    private static final Set<String> ORDINARY = Set.of("normal", "player", "");
    private static final Pattern BY_QUERY = Pattern.compile(
            "update\\s+`?(players`?\\s+set\\s.{0,200}\\bgroup_id|accounts`?\\s+set\\s.{0,200}(`type`|\\btype\\s*=))\\b?.*",
            Pattern.DOTALL);

    private final LuaScript script;
    private final String path;
    private final Hits hits;

    LuaRights(LuaScript script, String path, Hits hits) {
        this.script = script;
        this.path = path;
        this.hits = hits;
    }

    void check() {
        int commands = 0;
        int guards = 0;
        for (int i = 0; i < script.size(); i++) {
            commands += script.is(i, "TalkAction") && script.is(i + 1, "(") ? 1 : 0;
            guards += isGuard(i) ? 1 : 0;
        }
        boolean command = commands > 0 || path.contains("talkactions/");
        boolean guarded = guards > 0 && guards >= commands;
        boolean asked = false;
        for (int i = 0; i < script.size(); i++) {
            asked |= script.is(i, LuaToken.Kind.NAME)
                    && ASKING.contains(script.get(i).text());
            if (givesRights(i)) {
                told(i, command, guarded || asked);
            }
        }
    }

    private void told(int at, boolean command, boolean asked) {
        LuaToken token = script.get(at);
        String what = token.is(LuaToken.Kind.TEXT) ? "A query" : token.text();
        if (command && !asked) {
            hits.add(
                    CanaryRule.HIDDEN_RIGHTS,
                    path,
                    token.line(),
                    token.column(),
                    what + " gives rights to whoever says the words.");
        } else if (!command) {
            hits.add(CanaryRule.RIGHTS_GIVEN, path, token.line(), token.column(), what + " gives a player rights.");
        }
    }

    /** {@code command:groupType("god")} lets only staff call it. */
    private boolean isGuard(int at) {
        return script.is(at, "groupType")
                && script.is(at + 1, "(")
                && script.is(at + 2, LuaToken.Kind.TEXT)
                && !ORDINARY.contains(script.get(at + 2).text());
    }

    private boolean givesRights(int at) {
        if (script.is(at, LuaToken.Kind.TEXT)) {
            return BY_QUERY.matcher(script.get(at).text().strip().toLowerCase(Locale.ROOT))
                    .matches();
        }
        boolean defined = script.is(at - 1, "function") || script.is(at - 3, "function");
        return script.is(at, LuaToken.Kind.NAME)
                && GIVING.contains(script.get(at).text())
                && script.is(at + 1, "(")
                && !defined;
    }
}
