package io.jenkins.plugins.aviary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.server.ConfigLua.Value;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

/** A server's config.lua, read and edited without being run. */
class ConfigLuaTest {
    private static final String TEXT = """
            -- Combat settings
            -- NOTE: valid values for worldType are: "pvp", "no-pvp"
            worldType = "pvp"
            hotkeyAimbotEnabled = true   -- serverName = "not me"
            maxPlayers = 0
            timeToDecreaseFrags = 24 * 60 * 60
            deathLosePercent = -1
            --[[ mysqlUser = "commented"
            ]]
            mysqlUser = "root"
            mysqlPass = os.getenv("MYSQL_PASS")
            mysqlHost = os.getenv("MYSQL_HOST") or "127.0.0.1"
            serverMotd = [[Welcome = home]] serverName = 'It\\'s "me"'
            local helper = 5
            rates = { first = 1, second = { maxPlayers = 3 } }
            function compute(a) local b = a return b end
            discordWebhookURL = "" .. compute(1)
            ip = "127.0.0.1"
            if os.getenv("IP") then
                nested = 1
            end
            twice = 1
            twice = 2
            """;

    private final ConfigLua config = ConfigLua.parse(TEXT);

    @Test
    void readsEachKindOfValue() {
        assertThat(config.value("worldType")).contains(new Value(Value.Kind.STRING, "pvp"));
        assertThat(config.value("hotkeyAimbotEnabled")).contains(new Value(Value.Kind.BOOLEAN, "true"));
        assertThat(config.value("maxPlayers")).contains(new Value(Value.Kind.NUMBER, "0"));
        assertThat(config.value("deathLosePercent")).contains(new Value(Value.Kind.NUMBER, "-1"));
        assertThat(config.value("timeToDecreaseFrags")).contains(new Value(Value.Kind.EXPRESSION, "24 * 60 * 60"));
        assertThat(config.value("mysqlPass")).contains(new Value(Value.Kind.ENVIRONMENT, "MYSQL_PASS"));
        assertThat(config.value("mysqlHost")).contains(new Value(Value.Kind.ENVIRONMENT, "MYSQL_HOST"));
        assertThat(config.value("serverMotd")).contains(new Value(Value.Kind.STRING, "Welcome = home"));
        assertThat(config.value("serverName")).contains(new Value(Value.Kind.STRING, "It's \"me\""));
        assertThat(config.value("twice")).contains(new Value(Value.Kind.NUMBER, "2"));
        assertThat(config.keys()).doesNotContain("helper", "first", "second", "commented", "b");
    }

    @Test
    void changesAValueAndNothingElse() {
        String edited = config.with(Map.of("maxPlayers", "250", "mysqlUser", "canary", "hotkeyAimbotEnabled", "false"))
                .text();

        assertThat(edited)
                .isEqualTo(TEXT.replace("maxPlayers = 0", "maxPlayers = 250")
                        .replace("mysqlUser = \"root\"", "mysqlUser = \"canary\"")
                        .replace("Enabled = true ", "Enabled = false "));
    }

    @Test
    void letsASecretStayInTheEnvironment() {
        assertThat(config.with(Map.of("mysqlUser", "os.getenv(\"DB_USER\")")).text())
                .contains("mysqlUser = os.getenv(\"DB_USER\")\n");
    }

    @Test
    void replacesWholeExpressions() {
        assertThat(config.with(Map.of("timeToDecreaseFrags", "7", "discordWebhookURL", "x", "mysqlHost", "db"))
                        .text())
                .contains("timeToDecreaseFrags = 7\n", "discordWebhookURL = \"x\"\n", "mysqlHost = \"db\"\n");
    }

    @Test
    void refusesAKeyThatIsNotThere() {
        assertThatThrownBy(() -> config.with(Map.of("maxPlayer", "1")))
                .isInstanceOf(ServerFailure.class)
                .hasMessageContaining("does not set 'maxPlayer'")
                .hasMessageContaining("maxPlayers");
    }

    @Test
    void refusesAKeyThatIsSetTwiceOrInABlock() {
        assertThatThrownBy(() -> config.with(Map.of("twice", "3"))).hasMessageContaining("(lines [22, 23])");
        assertThatThrownBy(() -> config.with(Map.of("nested", "3"))).hasMessageContaining("in more than one way");
    }

    @Test
    void tellsWhatAReloadDoesNotChange() {
        ConfigLua other = config.with(Map.of("ip", "10.0.0.1", "maxPlayers", "5"));

        assertThat(config.changedKeys(other)).containsExactly("ip", "maxPlayers");
        assertThat(config.changedKeys(other).stream().collect(Collectors.toMap(k -> k, ConfigLua::isStartupOnly)))
                .isEqualTo(Map.of("ip", true, "maxPlayers", false));
    }

    /** Whatever a value holds, it stays a value: it cannot end its string and become code. */
    @Property(tries = 500)
    void anyTextStaysAString(@ForAll @StringLength(max = 40) String value) {
        String latin = value.chars()
                .filter(c -> c < 0xd800)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
        if (latin.matches("os\\.getenv\\(.*")) {
            return;
        }

        ConfigLua edited = ConfigLua.parse("a = \"x\"\nb = 2\n").with(Map.of("a", latin));

        assertThat(edited.keys()).containsExactly("a", "b");
        assertThat(edited.value("a")).contains(new Value(Value.Kind.STRING, latin));
    }
}
