package io.jenkins.plugins.aviary.watch.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.host.LocalHost;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.server.LogSign;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves a host of its logs. */
@Tag("integration")
class HostLogTest {
    private static final String HEAD = "[2026-15-08 06:00:01.123] [info] ";

    @TempDir
    Path folder;

    /** The very bytes that the host's script sends. */
    private String sent(String part, String... lines) throws Exception {
        Path log = folder.resolve("server.log");
        Files.write(log, List.of(lines));
        Process script = new ProcessBuilder("/bin/sh", "-c", HostLog.script(), "aviary", log.toString(), part).start();
        byte[] bytes = script.getInputStream().readAllBytes();
        assertThat(script.waitFor()).isZero();
        try (InputStream unpacked = bytes.length > 0 && bytes[0] == 0x1f
                ? new GZIPInputStream(new ByteArrayInputStream(bytes))
                : new ByteArrayInputStream(bytes)) {
            return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void hidesOnTheHostWhatMustNotLeaveIt() throws Exception {
        List<String> hidden = List.of(
                "21298df8a3277357ee55b01df9530b535cf08ec1",
                "c29tZXNhbHQ",
                "AbC-def_123",
                "p4ss",
                "hunter2",
                "eyJzdWIiOiIxMjM0In0",
                "gm.hero",
                "mail.example.com",
                "203.0.113.77",
                "2001:db8",
                "7334",
                "EXAMPLEabcdefghij");

        String sent = sent(
                "all",
                HEAD + "Password '21298df8a3277357ee55b01df9530b535cf08ec1' doesn't match any account",
                HEAD + "hash $argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub stored",
                HEAD + "sent to https://discord.com/api/webhooks/123456789/AbC-def_123 failed",
                HEAD + "connect mysql://canary:p4ss@db/x",
                HEAD + "mysqlPass = \"hunter2\" and PASSWORD: hunter2, token=hunter2",
                HEAD + "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc bad",
                HEAD + "mail from gm.hero+x@mail.example.com bounced",
                HEAD + "[Connection::parseHeader] - 203.0.113.77 disconnected",
                HEAD + "peer 2001:db8::8a2e:370:7334 left, peer 2001:db8:0:0:0:8a2e:370:7334 left",
                HEAD + "key AKIAIOSFODNN7EXAMPLEabcdefghij1234567890XYZ used");

        assertThat(hidden).noneMatch(sent::contains);
        assertThat(sent.lines()).hasSize(10).allMatch(line -> line.startsWith(HEAD));
        assertThat(sent).contains("Password '<hash>'", "<email> bounced", "- <address> disconnected");
    }

    @Test
    void leavesEverythingElseAsItIs() throws Exception {
        String[] lines = {
            HEAD + "listening on 127.0.0.1:7172 and 0.0.0.0",
            "[2026-15-08 06:01:02.001] [warning] [DatabaseManager::updateDatabase - Version: 61] data/migrations/61.lua:5: x",
            "Script ID: /opt/canary/data-otservbr-global/scripts/actions/foo.lua:callback",
            "2026-08-15 06:00:01 -  [2026-15-08 06:00:01.123] [info] Server saved in 420.5 milliseconds.",
            "\t[C]: in function 'bar'"
        };

        assertThat(sent("all", lines).lines()).containsExactly(lines);
    }

    @Test
    void sendsOnlyWhatCameSinceTheLastStart() throws Exception {
        String banner = HEAD + "Canary - Version [3.6.1] dated [x]";

        assertThat(sent("start", HEAD + "old", banner, HEAD + "older", banner, HEAD + "new")
                        .lines())
                .containsExactly(banner, HEAD + "new");
        assertThat(sent("start", HEAD + "no start at all").lines()).containsExactly(HEAD + "no start at all");
    }

    @Test
    void addsUpWhatTheHostSends() throws Exception {
        Path log = folder.resolve("server.log");
        Files.write(log, List.of(HEAD + "Hero has logged out", HEAD + "Hero has logged out"));

        LogTotals totals = new HostLog(new LocalHost("here"), log.toString(), false)
                .scan(new LogFileScan(Dialect.CANARY, read -> {}));

        assertThat(totals.count(LogSign.LOGOUT)).isEqualTo(2);
    }

    @Test
    void saysThatALogIsMissing() {
        HostLog log =
                new HostLog(new LocalHost("here"), folder.resolve("none.log").toString(), false);

        assertThatThrownBy(() -> log.scan(new LogFileScan(Dialect.CANARY, read -> {})))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("there is no log");
    }
}
