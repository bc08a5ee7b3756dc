package io.jenkins.plugins.aviary.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lines of servers' logs as entries. */
class LogGrammarTest {
    private static final String LUA_BLOCK = """
            [2026-15-08 06:01:14.000] [error] Lua Script Error Detected
            ---------------------------------------
            Interface: Scripts Interface
            Script ID: /opt/canary/data/scripts/actions/foo.lua:callback
            Error Description: foo.lua:12: attempt to call method 'bar' (a nil value)
            stack traceback:
            \t[C]: in function 'bar'
            ---------------------------------------

            [2026-15-08 06:01:15.000] [info] next
            """;

    private static List<LogEntry> canary(String text) {
        return LogGrammar.entries(Dialect.CANARY, text);
    }

    @Test
    void readsTheDayBeforeTheMonth() {
        LogEntry entry = canary("[2026-05-08 06:00:01.123] [info] Hero has logged out \n")
                .get(0);

        assertThat(entry.time()).contains(LocalDateTime.of(2026, 8, 5, 6, 0, 1, 123_000_000));
        assertThat(entry.level()).isEqualTo(LogLevel.INFO);
        assertThat(entry.message()).isEqualTo("Hero has logged out");
    }

    @Test
    void readsColouredLevelsAndTheThreadOfDebugBuilds() {
        assertThat(canary("[2026-15-08 06:00:01.123] [\u001b[33m\u001b[1mwarning\u001b[m] careful\n")
                        .get(0))
                .extracting(LogEntry::level, LogEntry::message)
                .containsExactly(LogLevel.WARNING, "careful");
        assertThat(canary("[2026-15-08 06:00:01.123] [thread 4711] [debug] detail\n")
                        .get(0))
                .extracting(LogEntry::level, LogEntry::message)
                .containsExactly(LogLevel.DEBUG, "detail");
    }

    @Test
    void takesTheTimeOfTheWrapperForTheTruth() {
        List<LogEntry> entries =
                canary("2026-08-15 06:00:01 -  [2026-15-08 05:59:59.999] [error] Lua Script Error Detected\n"
                        + "2026-08-15 06:00:01 -  Interface: x\n2026-08-15 06:00:01 -  \n");

        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.time()).contains(LocalDateTime.of(2026, 8, 15, 6, 0, 1));
            assertThat(entry.message()).isEqualTo("Lua Script Error Detected");
            assertThat(entry.more()).containsExactly("Interface: x");
        });
    }

    @Test
    void keepsALuaErrorTogether() {
        List<LogEntry> entries = canary(LUA_BLOCK);

        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).sign()).isEqualTo(LogSign.LUA_ERROR);
        assertThat(entries.get(0).more())
                .hasSize(7)
                .contains("Interface: Scripts Interface", "\t[C]: in function 'bar'");
        assertThat(entries.get(1).message()).isEqualTo("next");
    }

    @Test
    void keepsALuaErrorOfOldCanaryTogether() {
        assertThat(canary("[2026-15-08 06:01:14.000] [error] Lua script error: \nscriptInterface: [Scripts Interface]\n"
                        + "scriptId: [foo.lua:callback]\nerror [foo.lua:1: bad]\n"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.more()).hasSize(3));
    }

    @Test
    void keepsALuaErrorOfTheForgottenServerTogether() {
        List<LogEntry> entries = LogGrammar.entries(
                Dialect.TFS,
                ">> Loading script systems\n\nLua Script Error: [Action Interface] \ndata/actions/scripts/foo.lua:onUse\n"
                        + "data/actions/scripts/foo.lua:3: attempt to index a nil value\nstack traceback:\n"
                        + "\t[C]: in function '__index'\n\tfoo.lua:3: in function <foo.lua:1>\nHero has logged in.\n");

        assertThat(entries)
                .extracting(LogEntry::message)
                .containsExactly(
                        ">> Loading script systems", "Lua Script Error: [Action Interface]", "Hero has logged in.");
        assertThat(entries.get(1).level()).isEqualTo(LogLevel.ERROR);
        assertThat(entries.get(1).more()).hasSize(5);
    }

    @Test
    void seesACrashThatTheShellTellsOf() {
        List<LogEntry> entries =
                canary("[2026-15-08 06:01:14.000] [info] Downloading map\nSegmentation fault (core dumped)\n");

        assertThat(entries).hasSize(2);
        assertThat(entries.get(1).level()).isEqualTo(LogLevel.CRITICAL);
        assertThat(entries.get(1).sign()).isEqualTo(LogSign.CRASH);
    }

    @Test
    void makesControlCharactersHarmless() {
        assertThat(canary("[2026-15-08 06:01:14.000] [info] a\u001b[2Jb\u0007c\n")
                        .get(0)
                        .message())
                .isEqualTo("ab?c");
    }

    @Test
    void boundsWhatItHolds() {
        String line = "[2026-15-08 06:01:14.000] [error] " + "x".repeat(100_000) + "\n" + "more\n".repeat(10_000);

        LogEntry entry = canary(line).get(0);

        assertThat(entry.message().length()).isLessThan(8192);
        assertThat(entry.more()).hasSize(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OTServBR-Global server online!|READY",
                ">> Forgotten Server Online!|READY",
                "Broadcasted message: our server online!|NONE",
                "Server saved in 420.5 milliseconds.|SAVED",
                "Server saved in 4.20 seconds.|SAVED",
                "Saving 12 players...|SAVING_PLAYERS",
                "Failed to save player Hero.|PLAYER_NOT_SAVED",
                "[savePlayer] Exception occurred: [savePlayerGuard] - Failed to save player first: Hero|PLAYER_NOT_SAVED",
                "Hero has logged in. (Protocol: 1525, Profile: current)|LOGIN",
                "Database has been updated to version 59|MIGRATED",
                "> Database has been updated to version 36.|MIGRATED",
                "DatabaseManager::updateDatabase - Version: 60] data/migrations/60.lua:3: '=' expected|MIGRATION_FAILED",
                "[DatabaseManager::updateDatabase - Version: 61] data/migrations/61.lua:5: attempt|MIGRATION_FAILED",
                "[Error - DatabaseManager::updateDatabase - Version: 3] cannot open data/migrations/3.lua|MIGRATION_FAILED",
                "MySQL error [1060]: Duplicate column name 'x'|SQL_ERROR",
                "[ServicePort::open] - Error code: bind: Address already in use|BIND_FAILED",
                "No services running. The server is NOT online!|STARTUP_FAILED",
                ">> No services running. The server is NOT online.|STARTUP_FAILED",
                "> ERROR: Failed to connect to database.|STARTUP_FAILED",
                "[Connection::parseHeader] - 10.1.2.3 disconnected for exceeding packet per second limit.|PACKET_FLOOD",
                "Dispatcher sustained player-visible backlog: state=normal|BACKLOG",
                "Canary - Version [3.6.1] dated [x]|BANNER",
                "The Forgotten Server - Version 1.6|BANNER",
                "Thread 12 \"canary\" received signal SIGSEGV, Segmentation fault.|CRASH",
            })
    void knowsWhatALineTells(String line, LogSign sign) {
        assertThat(LogSign.of(line)).isEqualTo(sign);
    }
}
