package io.jenkins.plugins.aviary.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.content.FeatureFlag.Result;
import io.jenkins.plugins.aviary.content.FeatureFlag.WorldFlag;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys of running servers get other values, are read back, and undone if a server does not show them. */
@Timeout(60)
class FeatureFlagTest {
    @TempDir
    Path folder;

    private ContentFixture worlds;

    @BeforeEach
    void prepared() throws Exception {
        worlds = new ContentFixture(folder, "alba", "brisa", "cierzo");
    }

    @AfterEach
    void ended() {
        worlds.close();
    }

    private Outcome<Result> set(Map<String, ?> parameters) throws InterruptedException {
        FeatureFlag request =
                ContentFixture.operation(FeatureFlag.class, parameters, Map.of("environment", "test", "within", "2s"));
        return new FeatureFlagRun(
                        request, worlds.config().server(), worlds.context(), worlds::host, ContentFixture.BRIEFLY)
                .run(worlds.config().worlds("test", request.worlds()));
    }

    private String config(String world) throws Exception {
        return Files.readString(worlds.live(world).resolve("config.lua"));
    }

    @Test
    void setsAFlagOnEveryWorldAndReadsItBackFromTheStatus() throws Exception {
        worlds.started();
        String before = config("alba");

        Outcome<Result> outcome = set(Map.of("flag", "maxPlayers", "value", "200", "reason", "an event"));

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.result().worlds())
                .containsExactly(
                        new WorldFlag("alba", "changed", "0", "200", "status", ""),
                        new WorldFlag("brisa", "changed", "0", "200", "status", ""),
                        new WorldFlag("cierzo", "changed", "0", "200", "status", ""));
        assertThat(worlds.running("brisa").mostPlayers()).isEqualTo(200);
        assertThat(config("alba")).isEqualTo(before.replace("maxPlayers = 0", "maxPlayers = 200"));
        assertThat(worlds.run.events())
                .extracting(Event::type)
                .containsOnly("flag.changed")
                .hasSize(3);
        assertThat(worlds.run.events().get(0).payload().toString())
                .contains("\"flag\":\"maxPlayers\"", "\"from\":\"0\"", "\"to\":\"200\"", "\"reason\":\"an event\"");
    }

    @Test
    void keepsEveryOtherByteAndTheModeOfTheFile() throws Exception {
        worlds.file(
                        "config.lua.dist",
                        "serverName = \"Canary\"\r\n-- Stra\u00dfe\nmaxPlayers=0 rateExp   = 2 -- twice\n")
                .started();
        Path file = worlds.live("alba").resolve("config.lua");
        byte[] latin =
                "-- Stra\u00dfe in another encoding\nserverName = \"Canary\"\nmaxPlayers=0 rateExp   = 2 -- twice\n"
                        .getBytes(StandardCharsets.ISO_8859_1);
        Files.write(file, latin);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        Outcome<Result> outcome = set(Map.of("flag", "rateExp", "value", "3", "worlds", List.of("alba")));

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.DONE);
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .isEqualTo(new String(latin, StandardCharsets.ISO_8859_1).replace("rateExp   = 2", "rateExp   = 3"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void writesATextOfAnyLettersInUtf8() throws Exception {
        worlds.started();

        Outcome<Result> outcome = set(Map.of(
                "flag", "serverMotd", "value", "Willkommen, \"Gr\u00fc\u00dfe\" \\o/", "worlds", List.of("alba")));

        assertThat(outcome.code()).as(outcome.summary()).isEqualTo(ExitCode.DONE);
        assertThat(config("alba")).contains("serverMotd = \"Willkommen, \\\"Gr\u00fc\u00dfe\\\" \\\\o/\"\n");
        assertThat(outcome.result().worlds().get(0).seen()).isEqualTo("log");
    }

    @Test
    void putsThePreviousValueBackOnAllWorldsIfOneDoesNotShowIt() throws Exception {
        worlds.started();
        // A server that cannot read the file any more keeps its old values and says "Reloaded config" all the same.
        Path broken = worlds.live("cierzo").resolve("config.lua");
        String before = config("alba");
        Files.writeString(broken, config("cierzo") + "BROKEN\n");

        Outcome<Result> outcome = set(Map.of("flag", "maxPlayers", "value", "200"));

        assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.summary())
                .contains("test/cierzo did not take maxPlayers = 200: config.lua:3: '=' expected near 'BROKEN'");
        assertThat(config("alba")).isEqualTo(before);
        assertThat(config("brisa")).isEqualTo(before);
        assertThat(worlds.running("alba").mostPlayers()).isEqualTo(0);
        assertThat(config("cierzo")).isEqualTo(before + "BROKEN\n");
        assertThat(outcome.result().worlds())
                .extracting(WorldFlag::state)
                .containsExactly("reverted", "reverted", "failed");
        assertThat(worlds.run.events()).extracting(Event::type).containsOnly("flag.reverted");
    }

    @Test
    void tellsAValueThatTheServerDoesNotShow() throws Exception {
        worlds.file("config.lua.dist", "serverName = \"Canary\"\nmaxPlayers = 0\n")
                .started();
        worlds.running("alba").configuredBy(worlds.live("brisa").resolve("config.lua"));

        Outcome<Result> outcome = set(Map.of("flag", "maxPlayers", "value", "7", "worlds", List.of("alba")));

        assertThat(outcome.code()).isEqualTo(ExitCode.ROLLED_BACK);
        assertThat(outcome.summary()).contains("its status shows maxPlayers 0, not 7");
        assertThat(config("alba")).contains("maxPlayers = 0");
    }

    @Test
    void refusesWhatOnlyAStartReads() {
        assertThatThrownBy(() -> set(Map.of("flag", "mapName", "value", "other")))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("'mapName' takes effect only when a server starts");
    }

    @Test
    void refusesSecretsAndWhatIsNoKey() {
        assertThatThrownBy(() -> set(Map.of("flag", "discordWebhookURL", "value", "https://x")))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("holds a secret");
        assertThatThrownBy(() -> set(Map.of("flag", "a=1 b", "value", "1"))).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> set(Map.of("flag", "rateExp", "value", "1\nos.exit()")))
                .isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> set(Map.of("flag", "rateExp", "value", "1", "percent", 0)))
                .isInstanceOf(InvalidParameter.class);
    }

    @Test
    void refusesAValueOfAnotherTypeBeforeAnyWorldIsChanged() throws Exception {
        worlds.started();
        String before = config("alba");

        assertThatThrownBy(() -> set(Map.of("flag", "rateExp", "value", "twice")))
                .hasMessageContaining("'rateExp' of test/alba is a number, so it cannot become 'twice'");
        assertThatThrownBy(() -> set(Map.of("flag", "allowReload", "value", "1")))
                .hasMessageContaining("true or false");
        assertThatThrownBy(() -> set(Map.of("flag", "rateXp", "value", "1")))
                .hasMessageContaining("did you mean 'rateExp'?");
        assertThat(config("alba")).isEqualTo(before);
        assertThat(worlds.running("alba").history()).doesNotContain("reloaded");
    }

    @Test
    void addsWorldsAsThePercentageRisesAndTakesNoneAway() throws Exception {
        worlds.started();
        Set<String> before = new HashSet<>();
        for (int percent : new int[] {1, 34, 67, 100}) {
            Set<String> now =
                    set(Map.of("flag", "rateExp", "value", "3", "percent", percent)).result().worlds().stream()
                            .map(WorldFlag::world)
                            .collect(Collectors.toSet());
            assertThat(now).containsAll(before).hasSize((3 * percent + 99) / 100);
            before = now;
        }
    }

    @Test
    void confirmsAValueThatIsThereAlready() throws Exception {
        worlds.started();

        Outcome<Result> outcome = set(Map.of("flag", "rateExp", "value", "2"));

        assertThat(outcome.result().state()).isEqualTo("unchanged");
        assertThat(worlds.running("alba").history()).contains("reloaded");
        assertThat(worlds.run.events()).isEmpty();
    }
}
