package io.jenkins.plugins.aviary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A rollout is steered from the command line; whoever runs it takes the wish from its folder. */
class RolloutCommandTest {
    private static final String ID = "2.0-abcdef01.1767225600000";

    @TempDir
    private Path folder;

    private final StringWriter errors = new StringWriter();
    private Path rollout;

    @BeforeEach
    void begun() throws IOException {
        rollout = folder.resolve(".aviary/rollouts").resolve(ID);
        Files.createDirectories(rollout.resolve("wishes"));
        Files.writeString(
                rollout.resolve("plan.json"),
                "{\"id\":\"" + ID + "\",\"environment\":\"production\",\"release\":\"" + "a".repeat(64)
                        + "\",\"worlds\":[\"alpha\"],\"stages\":[{\"kind\":\"WORLDS\",\"percent\":100,\"pause\":\"PT1H\"}],"
                        + "\"before\":{},\"begun\":\"2026-01-01T00:00:00Z\"}");
    }

    private int rollout(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "rollout";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        CommandLine line = Aviary.commandLine();
        line.setErr(new PrintWriter(errors, true));
        return line.execute(all);
    }

    private String directory() {
        return "--directory=" + folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume", "skip", "abort", "rollback"})
    void putsInAWishWithWhoAndWhy(String what) throws IOException {
        assertThat(rollout(what, directory(), ID, "--reason", "a player found a dupe"))
                .isZero();

        try (var wishes = Files.list(rollout.resolve("wishes"))) {
            assertThat(wishes.toList())
                    .singleElement()
                    .satisfies(wish -> assertThat(Files.readString(wish))
                            .contains("\"what\":\"" + what.toUpperCase(java.util.Locale.ROOT) + "\"")
                            .contains("\"who\":\"" + System.getProperty("user.name") + "\"")
                            .contains("a player found a dupe"));
        }
    }

    @Test
    void refusesARolloutThatIsNotThereOrIsOver() throws IOException {
        assertThat(rollout("pause", directory(), "another.1")).isEqualTo(2);
        assertThat(errors.toString()).contains("There is no rollout 'another.1'");
        assertThat(rollout("pause", directory(), "../../etc")).isEqualTo(2);
        Files.writeString(
                rollout.resolve("inputs.jsonl"),
                "{\"type\":\"wish\",\"at\":\"2026-01-01T00:00:01Z\",\"what\":\"ABORT\",\"who\":\"ann\",\"reason\":\"\"}\n");
        assertThat(rollout("pause", directory(), ID)).isEqualTo(2);
        assertThat(errors.toString()).contains("is over: aborted").contains("rollbackRelease");
    }

    @Test
    void listsThoseThatAreUnderWay() {
        assertThat(rollout(directory())).isZero();
        assertThat(rollout(directory(), "--all")).isZero();
    }
}
