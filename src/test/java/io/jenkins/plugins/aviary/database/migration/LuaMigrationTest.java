package io.jenkins.plugins.aviary.database.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuaMigrationTest {
    private final RecordedCalls calls = new RecordedCalls();

    private static final class RecordedCalls implements MigrationCalls {
        final List<String> statements = new ArrayList<>();
        final List<String> log = new ArrayList<>();
        Rows rows = new Rows(List.of(), List.of());
        OperationFailure refusal;

        @Override
        public void query(String statement) {
            if (refusal != null) {
                throw refusal;
            }
            statements.add(statement);
        }

        @Override
        public Rows read(String statement) {
            statements.add(statement);
            return rows;
        }

        @Override
        public boolean tableExists(String name) {
            return name.equals("players");
        }

        @Override
        public void log(String level, String line) {
            log.add(level + " " + line);
        }
    }

    private LuaMigration.Answer run(String body) throws InterruptedException {
        return runFile("function onUpdateDatabase()\n" + body + "\nend");
    }

    private LuaMigration.Answer runFile(String source) throws InterruptedException {
        return new LuaMigration(new Migration(7, "7.lua", source), Instant.ofEpochSecond(1_000_000), calls).run();
    }

    private static List<byte[]> row(String... values) {
        return Arrays.stream(values)
                .map(value -> value == null ? null : value.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void statementsReachTheDatabaseInTheirOrder() throws Exception {
        assertThat(run("db.query('ALTER TABLE a')\ndb.query([[UPDATE `ä` SET x = '\uD83D\uDC24']])\nreturn true"))
                .isEqualTo(LuaMigration.Answer.TRUE);
        assertThat(calls.statements).containsExactly("ALTER TABLE a", "UPDATE `ä` SET x = '\uD83D\uDC24'");
    }

    @Test
    void aStatementThatFailsEndsTheMigrationThere() {
        calls.refusal = new OperationFailure("error 1060");
        assertThatThrownBy(() -> run("if not db.query('A') then db.query('B') end db.query('C')"))
                .isSameAs(calls.refusal);
    }

    @Test
    void rowsAreReadAsTheGameServerOffersThem() throws Exception {
        calls.rows = new Rows(List.of("id", "name"), List.of(row("3", "Ann"), row("4", null)));
        run("""
                local id = db.storeQuery("SELECT id, name FROM players")
                repeat
                    db.query(Result.getNumber(id, "id") .. result.getString(id, "name"))
                until not result.next(id)
                Result.free(id)
                """);
        assertThat(calls.statements).containsExactly("SELECT id, name FROM players", "3Ann", "4");
    }

    @Test
    void noRowsAreFalse() throws Exception {
        assertThat(run("return db.storeQuery('SELECT 1') == false")).isEqualTo(LuaMigration.Answer.TRUE);
    }

    @Test
    void bytesOfAnyKindComeThrough() throws Exception {
        calls.rows = new Rows(List.of("b"), List.of(List.of(new byte[] {0, (byte) 0xff, '\'', '\\', (byte) 0xc3})));
        run("""
                local id = db.storeQuery("SELECT b")
                local b = Result.getString(id, "b")
                db.query(#b .. ":" .. b:byte(2) .. ":" .. #db.escapeString(b))
                """);
        assertThat(calls.statements).contains("5:255:10");
    }

    @Test
    void textsAreEscapedInQuotes() throws Exception {
        run("db.query(db.escapeString(\"O'Neil\\n\\0\\\\\\\"ä\"))");
        assertThat(calls.statements).containsExactly("'O\\'Neil\\n\\0\\\\\\\"ä'");
    }

    @Test
    void theLogTakesPlaceholders() throws Exception {
        run("logger.info('to {} of {}', 5, 'x') print('a', 1) logger.warn('{}')");
        assertThat(calls.log).containsExactly("info to 5 of x", "info a\t1", "warn {}");
    }

    @Test
    void timeStandsStill() throws Exception {
        run("db.query(os.time() .. os.date('!%Y'))");
        assertThat(calls.statements).containsExactly("10000001970");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "os.execute",
                "os.getenv",
                "os.remove",
                "os.clock",
                "io",
                "require",
                "load",
                "loadstring",
                "dofile",
                "loadfile",
                "package",
                "debug",
                "jit",
                "ffi",
                "java",
                "luajava",
                "pcall",
                "xpcall",
                "coroutine",
                "collectgarbage",
                "setfenv",
                "getfenv",
                "string.dump",
                "math.random",
                "newproxy",
                "gcinfo",
                "module"
            })
    void nothingReachesOutOfTheSandbox(String name) throws Exception {
        assertThat(run("return " + name + " == nil and _G['" + name + "'] == nil"))
                .isEqualTo(LuaMigration.Answer.TRUE);
    }

    @Test
    void theGlobalsAreThoseThatAreMeant() throws Exception {
        run("local names = {} for name in pairs(_G) do names[#names + 1] = name end table.sort(names)"
                + " db.query(table.concat(names, ' '))");
        assertThat(calls.statements)
                .containsExactly("Result Spdlog _G _VERSION assert bit db error getmetatable ipairs logger math next"
                        + " onUpdateDatabase os pairs print rawequal rawget rawset result select setmetatable string"
                        + " table tonumber tostring type unpack");
    }

    @Test
    void anEndlessLoopEnds() {
        assertThatThrownBy(() -> run("while true do end"))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("7.lua")
                .hasMessageContaining("steps");
    }

    @Test
    void memoryIsBounded() {
        assertThatThrownBy(() -> run("local t = {} while true do t[#t + 1] = string.rep('x', 1000) .. #t end"))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("MiB of memory");
        assertThatThrownBy(() -> run("string.rep('x', 1e9)"))
                .hasMessageContaining("string.rep makes at most 1 MiB")
                .hasMessageContaining("7.lua:2");
    }

    @Test
    void errorsNameFileAndLine() {
        assertThatThrownBy(() -> run("\nlocal x = nil + 1"))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("7.lua:3")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> runFile("function onUpdateDatabase( end"))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("7.lua:1");
    }

    @Test
    void aFileWithoutTheFunctionIsRefused() {
        assertThatThrownBy(() -> runFile("db.query('x')")).hasMessageContaining("defines no function onUpdateDatabase");
    }

    @Test
    void aCancelledRunEndsAtTheNextStatement() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> run("db.query('x')")).isInstanceOf(InterruptedException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(calls.statements).isEmpty();
    }
}
