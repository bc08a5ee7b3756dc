package io.jenkins.plugins.aviary.watch.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.server.LogLevel;
import io.jenkins.plugins.aviary.server.LogSign;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logs added up. */
class LogScanTest {
    private static final String LUA = """
            [error] Lua Script Error Detected
            ---------------------------------------
            Interface: Scripts Interface
            Script ID: data/scripts/foo%d.lua:callback
            Error Description: data/scripts/foo%d.lua:%d: attempt to call method 'bar' (a nil value)
            stack traceback:
            \t[C]: in function 'bar'
            ---------------------------------------

            """;

    @TempDir
    Path folder;

    private static LogTotals canary(String text) throws Exception {
        return totals(Dialect.CANARY, text);
    }

    private static LogTotals totals(Dialect dialect, String text) throws Exception {
        return new LogFileScan(dialect, read -> {})
                .scan(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String stamp(int second) {
        return String.format("[2026-15-08 06:%02d:%02d.000] ", second / 60, second % 60);
    }

    private static List<String> texts(LogTotals totals) {
        return totals.findings.all().stream().map(Finding::text).sorted().toList();
    }

    @Test
    void countsMessagesOfOneKindTogether() throws Exception {
        LogTotals totals = canary(stamp(0) + "[error] MySQL error [1062]: Duplicate entry '17-1'\n" + stamp(1)
                + "[error] MySQL error [1060]: Duplicate entry '4-222'\n" + stamp(2) + "[info] hello\n");

        assertThat(texts(totals)).containsExactly("MySQL error [#]: Duplicate entry '#-#'", "hello");
        assertThat(totals.count(LogLevel.ERROR)).isEqualTo(2);
        assertThat(totals.count(LogSign.SQL_ERROR)).isEqualTo(2);
    }

    @Test
    void keepsNamesOfPlayersAndHashesOutOfKindsAndTexts() throws Exception {
        LogTotals totals = canary(stamp(0) + "[info] Hero One has logged in. (Protocol: 1525, Profile: current) \n"
                + stamp(1) + "[info] Other Two has logged in. (Protocol: 1525, Profile: current) \n" + stamp(2)
                + "[error] Password '21298df8a3277357ee55b01df9530b535cf08ec1' doesn't match any account\n" + stamp(3)
                + "[error] Password 'f0e4c2f76c58916ec258f246851bea091d14d424' doesn't match any account\n" + stamp(4)
                + "[error] Failed to save player Hero One.\n" + stamp(5)
                + "[info] Broadcasted message: meet at mum@x.org\n");

        assertThat(texts(totals))
                .containsExactly(
                        "* has logged in. (Protocol: #, Profile: current)",
                        "Broadcasted message: ",
                        "Failed to save player *.",
                        "Password '#' doesn't match any account");
        assertThat(totals.count(LogSign.LOGIN)).isEqualTo(2);
        assertThat(totals.count(LogSign.PLAYER_NOT_SAVED)).isEqualTo(1);
    }

    @Test
    void knowsAScriptErrorByItsScriptAndItsFirstLine() throws Exception {
        LogTotals totals = canary(stamp(0) + LUA.formatted(1, 1, 12) + stamp(1) + LUA.formatted(1, 1, 99) + stamp(2)
                + LUA.formatted(2, 2, 12) + stamp(3) + "[info] hello\n");

        assertThat(totals.count(LogSign.LUA_ERROR)).isEqualTo(3);
        assertThat(texts(totals))
                .containsExactly(
                        "Lua error in data/scripts/foo1.lua:callback: data/scripts/foo#.lua:#: attempt to call method 'bar' (a nil value)",
                        "Lua error in data/scripts/foo2.lua:callback: data/scripts/foo#.lua:#: attempt to call method 'bar' (a nil value)",
                        "hello");
    }

    @Test
    void knowsAScriptErrorOfTheForgottenServer() throws Exception {
        LogTotals totals = totals(
                Dialect.TFS,
                "\nLua Script Error: [Action Interface] \ndata/actions/scripts/foo.lua:onUse\n"
                        + "data/actions/scripts/foo.lua:3: attempt to index a nil value\nstack traceback:\n\t[C]: in ?\n"
                        + "Hero has logged in.\n");

        assertThat(texts(totals))
                .containsExactly(
                        "* has logged in.",
                        "Lua error in data/actions/scripts/foo.lua:onUse: data/actions/scripts/foo.lua:#: attempt to index a nil value");
    }

    @Test
    void measuresSavesAndWhenTheLastWas() throws Exception {
        LogTotals totals = canary(stamp(0) + "[info] Server saved in 420.5 milliseconds. \n" + stamp(60)
                + "[info] Server saved in 4.20 seconds. \n" + stamp(120) + "[info] hello\n");

        LogReport.Figures figures = new ReportWriter(5)
                .report("x", "", totals, KnownFindings.none())
                .figures();
        assertThat(figures.saves()).isEqualTo(2);
        assertThat(figures.slowestSaveMillis()).isEqualTo(4200);
        assertThat(figures.averageSaveMillis()).isEqualTo(2310);
        assertThat(figures.lastSave()).isEqualTo("2026-08-15T06:01:00");
        assertThat(figures.secondsSinceSave()).isEqualTo(60);
    }

    @Test
    void noticesAStartAfterNoCleanStop() throws Exception {
        String start = "[info] Canary - Version [3.6.1] dated [x]\n";

        LogTotals totals = canary(stamp(0) + start + stamp(1) + "[info] Shutting down...\n" + stamp(2) + start
                + stamp(3) + start + "Segmentation fault (core dumped)\n" + stamp(4) + start);

        assertThat(totals.count(LogSign.BANNER)).isEqualTo(4);
        assertThat(totals.uncleanStarts).isEqualTo(2);
        assertThat(totals.count(LogSign.CRASH)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "7"})
    void addsUpAFileInPartsAsInOnePiece(int threads) throws Exception {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        while (text.length() < (70 << 20)) {
            int second = random.nextInt(3600);
            int kind = random.nextInt(4);
            text.append(stamp(second))
                    .append(
                            kind == 0
                                    ? LUA.formatted(random.nextInt(9), 1, second)
                                    : kind == 1
                                            ? "[info] Canary - Version [3.6.1] dated [x]\n"
                                            : kind == 2
                                                    ? "[info] Shutting down...\n"
                                                    : "[info] " + "x".repeat(5000) + "\n");
        }
        Path log = Files.writeString(folder.resolve("a.log"), text);

        LogTotals whole = canary(text.toString());
        LogTotals parts = new LogFileScan(Dialect.CANARY, read -> {}).scan(log, threads);

        assertThat(parts.lines).isEqualTo(whole.lines);
        assertThat(parts.bytes).isEqualTo(whole.bytes);
        assertThat(parts.levels).isEqualTo(whole.levels);
        assertThat(parts.signs).isEqualTo(whole.signs);
        assertThat(parts.uncleanStarts).isEqualTo(whole.uncleanStarts);
        assertThat(counts(parts)).isEqualTo(counts(whole));
    }

    private static List<String> counts(LogTotals totals) {
        return totals.findings.all().stream()
                .map(finding -> finding.count() + " " + finding.first() + " " + finding.last() + " " + finding.text())
                .sorted()
                .collect(Collectors.toList());
    }

    @Test
    void keepsMemoryBoundedWhenEveryMessageIsOfAKindOfItsOwn() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40_000; i++) {
            String word = Integer.toString(i, 36).replaceAll("[0-9]", "z")
                    + "q".repeat(i % 7)
                    + (char) ('a' + i % 26)
                    + Integer.toBinaryString(i).replace('0', 'o').replace('1', 'i');
            text.append(stamp(0)).append("[info] ").append(word).append('\n');
            text.append(stamp(0)).append("[error] ").append(word).append('\n');
        }

        LogTotals totals = canary(text.toString());

        assertThat(totals.findings.all()).hasSize(FindingTable.MOST_BAD + FindingTable.MOST_OTHER);
        assertThat(totals.unlisted).isEqualTo(80_000L - FindingTable.MOST_BAD - FindingTable.MOST_OTHER);
        assertThat(totals.count(LogLevel.ERROR)).isEqualTo(40_000);
    }

    @Test
    void cutsALineWithoutAnEnd() throws Exception {
        LogTotals totals = canary(stamp(0) + "[error] " + "x".repeat(5 << 20) + "\n" + stamp(1) + "[info] hello\n");

        assertThat(totals.count(LogLevel.ERROR)).isEqualTo(1);
        assertThat(totals.count(LogLevel.INFO)).isEqualTo(1);
        assertThat(texts(totals)).allMatch(line -> line.length() <= 2000);
    }

    @Test
    void writesTimesAsTheyWere() {
        for (String time : List.of("2026-12-31T23:59:59", "2026-01-01T00:00:00", "2027-02-28T12:00:01")) {
            int[] f = java.util.Arrays.stream(time.split("[-T:]"))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            long order = (((((f[0] * 12L + f[1]) * 31 + f[2]) * 24 + f[3]) * 60 + f[4]) * 60 + f[5]) * 1000;

            assertThat(ReportWriter.time(order)).isEqualTo(time);
        }
    }
}
