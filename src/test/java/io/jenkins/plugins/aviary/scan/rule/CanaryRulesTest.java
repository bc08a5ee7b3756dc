package io.jenkins.plugins.aviary.scan.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule finds its true example and leaves its false one alone. */
class CanaryRulesTest {
    private static final String BUILD = "[{\"directory\":\"/b\",\"file\":\"a.cpp\",\"command\":\"c++ %s -c a.cpp\"}]";

    @TempDir
    Path workspace;

    /** One rule with a file that it is about and one that it is not about; both have the same name. */
    private record Example(CanaryRule rule, String file, String bad, String good) {
        @Override
        public String toString() {
            return rule.id() + " " + rule.title() + ": " + (bad.length() > 60 ? bad.substring(0, 60) + "..." : bad);
        }
    }

    static Stream<Example> examples() {
        return Stream.of(
                lua(CanaryRule.UNREADABLE, "x = 'no end", "x = 'an end'"),
                new Example(CanaryRule.WELL_KNOWN_KEY, "key.pem", Keys.wellKnown(), Keys.own()),
                new Example(CanaryRule.BROKEN_KEY, "key.pem", "hello", Keys.own()),
                sql(
                        CanaryRule.GOD_ACCOUNT,
                        "VALUES (1, 'god', '21298df8a3277357ee55b01df9530b535cf08ec1')",
                        "VALUES (1, 'a', '')"),
                sql(
                        CanaryRule.GOD_ACCOUNT,
                        "INSERT INTO a VALUES ('21298DF8A3277357EE55B01DF9530B535CF08EC1')",
                        "-- not 21298df8a3277357ee55b01df9530b535cf08ec1"),
                sql(CanaryRule.TEST_ACCOUNT, "('test', 'a94a8fe5ccb19ba61c4c0873d391e987982fbbd3')", "('test', 'x')"),
                sql(
                        CanaryRule.DATABASE_DUMP,
                        "-- MySQL dump 10.13\nINSERT INTO `accounts` VALUES (1);",
                        "-- A schema\nINSERT INTO `accounts` VALUES (1);"),
                config(CanaryRule.DATABASE_PASSWORD, "mysqlPass = \"hunter2\"", "mysqlPass = os.getenv(\"P\") or \"\""),
                config(CanaryRule.DATABASE_PASSWORD, "mysqlPass = os.getenv('P') or 'hunter2'", "-- mysqlPass = 'x'"),
                new Example(CanaryRule.DEFAULT_PASSWORD, "config.lua.dist", "mysqlPass = \"root\"", "mysqlPass = \"\""),
                config(
                        CanaryRule.WEBHOOK,
                        "discordWebhookURL = \"https://discord.com/api/webhooks/1/x\"",
                        "discordWebhookURL = \"\""),
                config(CanaryRule.EVERY_ADDRESS, "bindOnlyGlobalAddress = false", "bindOnlyGlobalAddress = true"),
                config(
                        CanaryRule.OPEN_METRICS,
                        "metricsEnablePrometheus = true\nmetricsPrometheusAddress = \"0.0.0.0:9464\"",
                        "metricsEnablePrometheus = true\nmetricsPrometheusAddress = \"127.0.0.1:9464\""),
                config(
                        CanaryRule.OPEN_METRICS,
                        "metricsPrometheusAddress = \":9464\"",
                        "metricsEnablePrometheus = false\nmetricsPrometheusAddress = \"0.0.0.0:9464\""),
                config(CanaryRule.RELOAD_ALLOWED, "allowReload = true", "allowReload = false --true"),
                config(CanaryRule.MANY_PACKETS, "maxPacketsPerSecond = 100", "maxPacketsPerSecond = 25"),
                config(CanaryRule.OLD_PROTOCOL, "allowOldProtocol = true", "allowOldProtocol = false"),
                config(CanaryRule.UNSAFE_SCRIPTS, "warnUnsafeScripts = false", "warnUnsafeScripts = true"),
                config(CanaryRule.DATABASE_ROOT, "mysqlUser = \"root\"", "mysqlUser = \"canary\""),
                new Example(
                        CanaryRule.RUNS_AS_ROOT,
                        "Dockerfile",
                        "FROM a\nUSER app\nFROM b\nENTRYPOINT [\"/x\"]",
                        "FROM b\nUSER 1000\nENTRYPOINT [\"/x\"]"),
                new Example(
                        CanaryRule.RUNS_AS_ROOT,
                        "canary.service",
                        "[Service]\nExecStart=/opt/canary/canary",
                        "[Service]\nUser=canary\nExecStart=/opt/canary/canary"),
                new Example(
                        CanaryRule.RUNS_AS_ROOT, "start.sh", "exec sudo ./canary", "# sudo ./canary\nexec ./canary"),
                new Example(CanaryRule.CORE_DUMPS, "start.sh", "ulimit -c unlimited", "ulimit -c 0"),
                new Example(
                        CanaryRule.WEB_LEFTOVERS,
                        "docker-compose.yml",
                        "services:\n  p:\n    image: phpmyadmin:5",
                        "services:\n  p:\n    image: mysql:8"),
                new Example(CanaryRule.WEB_LEFTOVERS, "web/install/index.php", "<?php", null),
                lua(
                        CanaryRule.SQL_CONCATENATION,
                        "function f(name) db.query('SELECT 1 WHERE n = \"' .. name .. '\"') end",
                        "function f(name) db.query('SELECT 1 WHERE n = ' .. db.escapeString(name)) end"),
                lua(
                        CanaryRule.SQL_CONCATENATION,
                        "function f(p) local q = 'SELECT ' .. p\n db.storeQuery(q) end",
                        "function f(p) local q = 'SELECT ' .. tonumber(p)\n db.storeQuery(q) end"),
                lua(
                        CanaryRule.SQL_CONCATENATION,
                        "function f(p) db.query(string.format('x = %s', p)) end",
                        "function f(p) db.query(string.format('x = %d', p)) end"),
                lua(
                        CanaryRule.SQL_CONCATENATION,
                        "function f(p) db.query(('x = %s'):format(p)) end",
                        "function f(p) db.query(('x = %s'):format(db.escapeString(p))) end"),
                lua(
                        CanaryRule.SQL_CONCATENATION,
                        "for _, v in ipairs(t) do db.query('x' .. v) end",
                        "for i = 1, 5 do db.query('x' .. i .. (i + 1) .. #t .. player:getGuid() .. LIMIT) end"),
                lua(
                        CanaryRule.SQL_INJECTION,
                        "function a.onSay(player, words, param) db.query('DELETE ' .. param) end",
                        "function a.onSay(player, words, param) db.query('x' .. db.escapeString(param)) end"),
                lua(
                        CanaryRule.SQL_INJECTION,
                        "function a.onSay(player, words, param)\n local t = param:split(',')\n local n = t[1]\n"
                                + " db.query('x' .. n) end",
                        "function a.onSay(player, words, param) local n = tonumber(param) db.query('x' .. n) end"),
                lua(CanaryRule.SHELL_COMMAND, "os.execute('id')", "-- os.execute('id')\nlocal s = 'os.execute'"),
                lua(CanaryRule.SHELL_COMMAND, "local run = io['popen']", "game.io.popen('x')"),
                lua(CanaryRule.CODE_FROM_DATA, "loadstring(x)()", "self:load(x) function m.load(y) end"),
                lua(CanaryRule.CODE_FROM_DATA, "load 'return 1'", "local t = { load = 1 }"),
                lua(CanaryRule.CODE_FROM_DATA, "dofile(name)", "dofile(DATA_DIRECTORY .. '/lib/lib.lua')"),
                lua(CanaryRule.CODE_FROM_DATA, "dofile('data/items.dat')", "dofile('data/items.lua')"),
                lua(CanaryRule.NATIVE_CODE, "package.loadlib('x.so', '*')", "require('lib.core')"),
                lua(CanaryRule.NATIVE_CODE, "local ffi = require(\"ffi\")", "local ffi = 1"),
                lua(CanaryRule.BYTECODE, "\u001BLJ\u0002", "x = 1"),
                lua(CanaryRule.OBFUSCATED, "x = '" + "\\111".repeat(20) + "'", "x = '" + "\\195\\161".repeat(20) + "'"),
                lua(
                        CanaryRule.OBFUSCATED,
                        "x = '" + "aGVsbG8x".repeat(60) + "'",
                        "x = '" + "hello you ".repeat(60) + "'"),
                lua(
                        CanaryRule.OBFUSCATED,
                        "x = string.char(111,115,46,101,120,101,99,117,116,101,40,41)",
                        "x = string.char(10)"),
                lua(
                        CanaryRule.HIDDEN_RIGHTS,
                        "local t = TalkAction('!x') function t.onSay(p) p:setGroup(Group(6)) end",
                        "local t = TalkAction('/x') function t.onSay(p) p:setGroup(Group(6)) end t:groupType('god')"),
                lua(
                        CanaryRule.HIDDEN_RIGHTS,
                        "local g = TalkAction('/g') g:groupType('god')\nlocal t = TalkAction('!x')\n"
                                + "function t.onSay(p) p:setAccountType(6) end t:groupType('normal')",
                        "local t = TalkAction('/x') function t.onSay(p)\n if not p:getGroup():getAccess() then return end\n"
                                + " p:setAccountType(6) end"),
                lua(
                        CanaryRule.RIGHTS_GIVEN,
                        "function onLogin(p) if p:getName() == 'X' then p:setAccountType(6) end end",
                        "function Player:setAccountType(n) end"),
                lua(
                        CanaryRule.RIGHTS_GIVEN,
                        "db.query('UPDATE `players` SET `group_id` = 6 WHERE `id` = 1')",
                        "db.query('UPDATE `players` SET `level` = 6 WHERE `id` = 1')"),
                lua(CanaryRule.FILE_ACCESS, "io.open('x', 'w')", "io.open('x', 'r') io.open('y')"),
                lua(CanaryRule.FILE_ACCESS, "os.remove(x)", "os.time()"),
                lua(CanaryRule.NETWORK_ACCESS, "require('socket.http')", "require('lib.http_texts')"),
                lua(CanaryRule.INDIRECT_ACCESS, "_G['lo' .. 'ad']('x')", "_G[name] = value"),
                lua(CanaryRule.INDIRECT_ACCESS, "local o = os\no.time()", "local os = { time = 1 }"),
                lua(CanaryRule.INDIRECT_ACCESS, "os['exe' .. 'cute']('id')", "x['os']()"),
                lua(
                        CanaryRule.CHOSEN_SCRIPT,
                        "dofile(DATA_DIRECTORY .. '/quests/' .. name .. '.lua')",
                        "local base = CORE_DIRECTORY .. '/lib/'\ndofile(base .. 'lib.lua')"),
                build(CanaryRule.NATIVE_PROCESSOR, "-march=native", "-march=x86-64-v2"),
                build(CanaryRule.NO_PIE, "-no-pie", "-fPIE"),
                build(CanaryRule.NOT_FORTIFIED, "-O2", "-O2 -D_FORTIFY_SOURCE=2"),
                build(CanaryRule.PROTECTION_OFF, "-fno-stack-protector", "-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3"),
                new Example(
                        CanaryRule.MISSING_REGISTRY,
                        "vcpkg-configuration.json",
                        "{\"registries\":[{\"kind\":\"filesystem\",\"path\":\"./gone\"}]}",
                        "{\"registries\":[{\"kind\":\"filesystem\",\"path\":\".\"}]}"));
    }

    private static Example lua(CanaryRule rule, String bad, String good) {
        return new Example(rule, "data/scripts/x.lua", bad, good);
    }

    private static Example sql(CanaryRule rule, String bad, String good) {
        return new Example(rule, "schema.sql", bad, good);
    }

    private static Example config(CanaryRule rule, String bad, String good) {
        return new Example(rule, "config.lua", bad, good);
    }

    private static Example build(CanaryRule rule, String bad, String good) {
        return new Example(rule, "compile_commands.json", String.format(BUILD, bad), String.format(BUILD, good));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void findsWhatIsBad(Example example) throws IOException, InterruptedException {
        assertThat(found(example.file(), example.bad())).contains(example.rule().id());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void leavesAloneWhatIsGood(Example example) throws IOException, InterruptedException {
        if (example.good() != null) {
            assertThat(found(example.file(), example.good()))
                    .doesNotContain(example.rule().id());
        }
    }

    @Test
    void hasAnExampleOfEveryRule() {
        Set<CanaryRule> shown = EnumSet.noneOf(CanaryRule.class);
        examples().forEach(example -> shown.add(example.rule()));
        // Shown by tests of their own, here and of advisories.
        shown.addAll(List.of(CanaryRule.READABLE_KEY, CanaryRule.TWO_BASELINES, CanaryRule.UNDECIDED_ADVISORY));

        assertThat(shown).containsExactlyInAnyOrder(CanaryRule.values());
    }

    @Test
    void hasAnEntryForEveryRuleOnItsPage() throws IOException {
        String page = Files.readString(Path.of("docs/reference/scan-rules.md"));
        Set<String> ids = new TreeSet<>();
        for (CanaryRule rule : CanaryRule.values()) {
            assertThat(ids.add(rule.id()))
                    .as("%s is the id of one rule", rule.id())
                    .isTrue();
            assertThat(page)
                    .contains("| " + rule.id() + " | " + rule.severity().name().toLowerCase(java.util.Locale.ROOT)
                            + " | " + rule.title() + " | " + rule.help() + " |");
        }
    }

    @Test
    void findsAKeyThatOthersCanRead() throws IOException, InterruptedException {
        Path key = Files.writeString(workspace.resolve("key.pem"), Keys.own());
        Files.setPosixFilePermissions(key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(found()).contains(CanaryRule.READABLE_KEY.id());

        Files.setPosixFilePermissions(key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        assertThat(found()).isEmpty();
    }

    @Test
    void findsTwoBaselines() throws IOException, InterruptedException {
        Files.writeString(workspace.resolve("vcpkg.json"), "{\"builtin-baseline\":\"aaaa\"}");
        assertThat(found("vcpkg-configuration.json", "{\"default-registry\":{\"baseline\":\"bbbb\"}}"))
                .containsExactly(CanaryRule.TWO_BASELINES.id());
        assertThat(found("vcpkg-configuration.json", "{\"default-registry\":{\"baseline\":\"aaaa\"}}"))
                .isEmpty();
    }

    @Test
    void followsNoLinkOutOfTheSourcesButTellsIt(@TempDir Path elsewhere) throws IOException, InterruptedException {
        Files.writeString(elsewhere.resolve("evil.lua"), "os.execute('id')");
        Files.createSymbolicLink(workspace.resolve("evil.lua"), elsewhere.resolve("evil.lua"));
        Files.createSymbolicLink(workspace.resolve("folder"), elsewhere);

        assertThat(found("good.lua", "x = 1")).containsExactly(CanaryRule.UNREADABLE.id(), CanaryRule.UNREADABLE.id());
    }

    @Test
    void doesNotTakeAFolderWithNothingInItForAGoodOne() throws IOException {
        Files.writeString(workspace.resolve("notes.txt"), "hello");

        assertThatThrownBy(this::found)
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("nothing that the Canary rules know");
    }

    @Test
    void doesNotTakeABuildWithoutCommandsForAGoodOne() {
        assertThatThrownBy(() -> found("compile_commands.json", "[]"))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("no command in it");
    }

    @Test
    void readsAScriptThatIsMadeToBeSlowInALinearNumberOfSteps() throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder("function f(param)\n");
        for (int i = 0; i < 20_000; i++) {
            script.append("x = x\ny = y .. x\n");
        }
        script.append("db.query('x' .. x .. y)\nend\n").append("({".repeat(100_000));
        Path file = Files.writeString(workspace.resolve("slow.lua"), script);

        assertThat(Files.size(file)).isLessThan(LuaRules.LARGEST);
        assertThat(found()).contains(CanaryRule.SQL_CONCATENATION.id());
    }

    private List<String> found(String name, String content) throws IOException, InterruptedException {
        Path file = workspace.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content.getBytes(StandardCharsets.UTF_8));
        if (name.endsWith(".pem")) {
            Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        }
        if (name.equals("compile_commands.json")) {
            Hits hits = new Hits();
            CompileFlags.check(file, name, hits);
            return ids(hits);
        }
        return found();
    }

    private List<String> found() throws IOException, InterruptedException {
        Hits hits = new Hits();
        new CanaryRules(workspace, Set.of()).check(workspace, hits, new RecordedRun());
        return ids(hits);
    }

    private static List<String> ids(Hits hits) {
        return hits.findings().stream().map(Finding::rule).toList();
    }
}
