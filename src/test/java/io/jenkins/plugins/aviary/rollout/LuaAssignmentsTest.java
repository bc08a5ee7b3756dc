package io.jenkins.plugins.aviary.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import org.junit.jupiter.api.Test;

/** Values of {@code config.lua} are replaced, and no value becomes code. */
class LuaAssignmentsTest {
    private static final String TEMPLATE = """
            -- maxPlayers = 5 is only a comment
            serverName = "Canary"
            maxPlayers = 0 -- no limit
            statusTimeout = 5 * 1000
            allowReload = false
            mysqlPass = os.getenv("X") or "root"
            """;

    private static String with(String key, String value) {
        LuaAssignments assignments = new LuaAssignments(TEMPLATE, "production/alpha");
        assignments.set(key, value);
        return assignments.text();
    }

    @Test
    void replacesTheValueOfAKeyAndNothingElse() {
        assertThat(with("maxPlayers", "300"))
                .contains("\nmaxPlayers = 300\n")
                .contains("-- maxPlayers = 5 is only a comment")
                .contains("serverName = \"Canary\"");
        assertThat(with("statusTimeout", "7000")).contains("statusTimeout = 7000\n");
        assertThat(with("allowReload", "true")).contains("allowReload = true\n");
    }

    @Test
    void quotesTexts() {
        assertThat(with("serverName", "A \"B\" \\ $1\nos.execute('rm')"))
                .contains("serverName = \"A \\\"B\\\" \\\\ $1\\010os.execute('rm')\"\n");
        assertThat(with("mysqlPass", "x")).contains("mysqlPass = \"x\"\n");
    }

    @Test
    void takesNoCodeForANumber() {
        for (String value : new String[] {"os.execute('x')", "1; os.exit()", "", "1 or f()", "nil"}) {
            assertThatThrownBy(() -> with("maxPlayers", value))
                    .as(value)
                    .isInstanceOf(OperationFailure.class)
                    .hasMessageContaining("'maxPlayers' of production/alpha");
        }
    }

    @Test
    void refusesKeysThatAreNotThereOrThereTwice() {
        assertThatThrownBy(() -> with("maxPlayer", "1")).hasMessageContaining("has no key 'maxPlayer'");
        LuaAssignments twice = new LuaAssignments("x = 1\nx = 2\n", "production/alpha");
        assertThatThrownBy(() -> twice.set("x", "3")).hasMessageContaining("2 times");
    }
}
