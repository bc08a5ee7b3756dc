package io.jenkins.plugins.aviary.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not leave a host. */
class LogRedactionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Password '21298df8a3277357ee55b01df9530b535cf08ec1' doesn't match any account|Password '<hash>' doesn't match any account",
                "hash $argon2id$v=19$m=65536,t=3,p=1$c29tZXNhbHQ$RdescudvJCsgt3ub+b7dWRWJTmaaJObG stored|hash <hash> stored",
                "sent to https://discord.com/api/webhooks/123456789/AbC-def_123 failed|sent to https://discord.com/api/webhooks/<token> failed",
                "connect mysql://canary:p4ss@db/x|connect mysql://<secret>@db/x",
                "mysqlPass = \"hunter2\"|mysqlPass = <secret>",
                "login password: hunter2, retry|login password: <secret>, retry",
                "Authorization: Bearer abc.def|Authorization: Bearer <secret>",
                "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-DEF_123 bad|jwt <token> bad",
                "mail from gm.hero+x@mail.example.com bounced|mail from <email> bounced",
                "[Connection::parseHeader] - 203.0.113.77 disconnected|[Connection::parseHeader] - <address> disconnected",
                "peer 2001:db8::8a2e:370:7334 left|peer <address> left",
                "peer 2001:db8:0:0:0:8a2e:370:7334 left|peer <address> left",
                "key AKIAIOSFODNN7EXAMPLEabcdefghij1234567890XYZ used|key <token> used",
            })
    void isHidden(String line, String redacted) {
        assertThat(LogRedaction.redact(line)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[DatabaseManager::updateDatabase - Version: 61] data-otservbr-global/migrations/61.lua:5: attempt to index",
                "listening on 127.0.0.1:7172 and 0.0.0.0",
                "Server saved in 420.5 milliseconds.",
                "Canary - Version [3.6.1] dated [Aug 15 2026 06:00:01]",
                "std::chrono at 12:34:56 and face::dead",
                "data/scripts/actions/other/very_long_name_of_a_script_that_is_no_token_at_all.lua:12"
            })
    void staysAsItIs(String line) {
        assertThat(LogRedaction.redact(line)).isEqualTo(line);
    }

    @Test
    void takesNoTimeForAHostileLine() {
        String line = "password" + "=".repeat(1) + "a@".repeat(4000) + "1:".repeat(2000) + "A1".repeat(2000);

        assertThat(LogRedaction.redact(line)).doesNotContain("A1A1A1");
    }
}
