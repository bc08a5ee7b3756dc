package io.jenkins.plugins.aviary.scan.rule;

import io.jenkins.plugins.aviary.scan.lua.LuaScript;
import io.jenkins.plugins.aviary.scan.lua.LuaSyntaxFailure;
import java.io.IOException;

/** Rules for scripts. */
final class LuaRules implements FileRule {
    /** A larger script is told and not read; the largest of Canary's data packs has 2 MB. */
    static final long LARGEST = 8L << 20;

    @Override
    public boolean wants(SourceFile file) {
        return file.name().matches(".*\\.(lua|luac|ljbc)(\\.[a-z]+)?");
    }

    @Override
    public void check(SourceFile file, Hits hits) throws IOException {
        if (isBytecode(file.head(3))) {
            hits.add(CanaryRule.BYTECODE, file.path(), "It is compiled; nobody can see what it does.");
            return;
        }
        if (file.size() > LARGEST) {
            hits.add(CanaryRule.UNREADABLE, file.path(), "It is larger than " + (LARGEST >> 20) + " MiB.");
            return;
        }
        try {
            LuaScript script = new LuaScript(file.text());
            new LuaReach(script, file.path(), hits).check();
            new LuaHiding(script, file.path(), hits).check();
            new LuaRights(script, file.path(), hits).check();
            new LuaQueries(script, file.path(), hits).check();
        } catch (LuaSyntaxFailure e) {
            hits.add(CanaryRule.UNREADABLE, file.path(), e.line(), 0, "It is no Lua: " + e.getMessage() + ".");
        }
    }

    /** Lua's bytecode begins with ESC L u, LuaJIT's with ESC L J. */
    private static boolean isBytecode(byte[] head) {
        return head.length == 3 && head[0] == 0x1B && head[1] == 'L' && (head[2] == 'J' || head[2] == 'u');
    }
}
