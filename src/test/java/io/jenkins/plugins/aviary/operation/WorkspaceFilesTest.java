package io.jenkins.plugins.aviary.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkspaceFilesTest {
    @TempDir
    Path folder;

    private void file(String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, path);
    }

    private List<String> matching(String pattern) throws IOException {
        return WorkspaceFiles.matching(folder, "results", pattern).stream()
                .map(file -> folder.relativize(file).toString())
                .toList();
    }

    @Test
    void twoStarsStandForAnyFoldersAndForNone() throws IOException {
        file("top.json");
        file("a/one.json");
        file("a/b/two.json");
        file(".git/hidden.json");
        assertThat(matching("**/*.json")).containsExactly("a/b/two.json", "a/one.json", "top.json");
        assertThat(matching("*.json")).containsExactly("top.json");
        assertThat(matching("a/")).containsExactly("a/b/two.json", "a/one.json");
    }

    @Test
    void aLinkThatLeadsOutOfTheFolderIsNotRead() throws IOException {
        file("in/one.json");
        Files.createSymbolicLink(folder.resolve("in/inner.json"), folder.resolve("in/one.json"));
        assertThat(matching("in/inner.json")).containsExactly("in/inner.json");
        Files.createSymbolicLink(folder.resolve("in/outer.json"), Path.of("/etc/passwd"));
        assertThatThrownBy(() -> matching("in/*"))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageStartingWith("results: in/outer.json is a link that leads out of the workspace");
    }

    @Test
    void aPatternThatFitsNothingIsAMistakeThatNamesIt() {
        assertThatThrownBy(() -> matching("[*.json"))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("results: '[*.json' matches no file in " + folder);
    }

    @ParameterizedTest
    @CsvSource({
        "data/**, data/a/b.lua, true",
        "data/**, database/a.lua, false",
        "**/*.lua, a.lua, true",
        "data/*/x.lua, data/a/b/x.lua, false",
        "data/**/x.lua, data/x.lua, true",
        "?.lua, ab.lua, false",
        "a+(b).lua, a+(b).lua, true"
    })
    void patternsAreThoseOfAnt(String pattern, String path, boolean fits) {
        assertThat(AntPattern.of(pattern).matches(path)).isEqualTo(fits);
    }

    @Test
    void aPatternOfManyStarsIsDecidedAtOnce() {
        assertThat(AntPattern.of("**/".repeat(40) + "x").matches("a/".repeat(2000) + "y"))
                .isFalse();
    }
}
