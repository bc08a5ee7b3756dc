package io.jenkins.plugins.aviary.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.config.PackageConfig;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file goes into a release under exactly its own name, or is refused; none is altered, and none left out unasked. */
@Timeout(30)
class FileSelectionTest {
    @TempDir
    Path source;

    @BeforeEach
    void filled() throws Exception {
        Files.createDirectories(source.resolve("data"));
        Files.writeString(source.resolve("data/usual.lua"), "");
    }

    private FileSelection selection(List<String> exclude, Map<String, String> files) {
        return new FileSelection(
                new PackageConfig("canary", List.of("data/**"), exclude, files, List.of()),
                source,
                source.resolve("build"));
    }

    private List<String> chosen(String... exclude) throws Exception {
        return List.copyOf(selection(List.of(exclude), Map.of()).files().keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dots...",
                "..hidden",
                "...",
                "a..b",
                " blank ",
                "-dash",
                "quo'te\"$`",
                "\u00fcml\u00e4ut.lua",
                "\ud83d\udc24.lua",
                "star*.lua",
                "per%cent",
                "co:lon",
                "\u202egpj.lua"
            })
    void keepsUnusualNamesAsTheyAre(String name) throws Exception {
        Files.writeString(source.resolve("data").resolve(name), "");

        assertThat(chosen()).containsExactlyInAnyOrder("data/usual.lua", "data/" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new\nline.txt",
                "return\r.txt",
                "tab\t.txt",
                "bell\u0007",
                "delete\u007f",
                "back\\slash",
                "..\\..\\x"
            })
    void refusesANameThatItCouldNotKeepAndNamesTheFileAndTheRemedyInOneLine(String name) throws Exception {
        Files.writeString(source.resolve("data").resolve(name), "");

        assertThatThrownBy(this::chosen)
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("The file 'data/" + ReleasePath.shown(name) + "' cannot go into a release")
                .hasMessageContaining("rename it, or leave it out by package.exclude.")
                .message()
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void refusesTheNameOfAFolderLikewise() throws Exception {
        Files.writeString(
                Files.createDirectory(source.resolve("data/two\nlines")).resolve("x.lua"), "");

        assertThatThrownBy(this::chosen).hasMessageContaining("data/two\\u000alines/x.lua");
    }

    @Test
    void refusesANameThatIsNoText() throws Exception {
        String latin = "cd \"$1\" && : >\"$(printf 'caf\\351.lua')\"";
        Process made = new ProcessBuilder(
                        "/bin/sh", "-c", latin, "sh", source.resolve("data").toString())
                .start();
        assertThat(made.waitFor()).isZero();

        assertThatThrownBy(this::chosen)
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("data/caf")
                .hasMessageContaining("is not text in")
                .hasMessageContaining("LC_ALL=C.UTF-8");
    }

    @Test
    void refusesAPathThatIsTooLong() throws Exception {
        Path deep = source.resolve("data");
        for (int i = 0; i < 5; i++) {
            deep = Files.createDirectory(deep.resolve("f".repeat(240)));
        }
        Files.writeString(deep.resolve("x.lua"), "");

        assertThatThrownBy(this::chosen)
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("1215 characters long, and a release takes 1024");
    }

    @Test
    void leavesOutWhatIsExcludedWhateverItIsCalled() throws Exception {
        Files.writeString(source.resolve("data/new\nline.txt"), "");
        Files.writeString(source.resolve("data/back\\slash.txt"), "");

        assertThat(chosen("**/*.txt")).containsExactly("data/usual.lua");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../up", "a/../b", "a/./b", "a//b", "a/", "/absolute", "two\nlines", "back\\slash"})
    void refusesAGivenPathThatIsNotPlain(String path) throws Exception {
        Files.writeString(source.resolve("canary"), "");

        assertThatThrownBy(() -> selection(List.of(), Map.of(path, "canary")).files())
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("cannot go into a release")
                .message()
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void refusesWhatIsNoFile() throws Exception {
        Path odd = Files.createSymbolicLink(source.resolve("data/odd"), Path.of("nowhere"));
        assertThatThrownBy(this::chosen).hasMessageContaining("data/odd is a link that leads to nothing");

        Files.delete(odd);
        Files.createSymbolicLink(odd, Files.createDirectory(source.resolve("maps")));
        assertThatThrownBy(this::chosen).hasMessageContaining("data/odd is a link to a folder");

        Files.delete(odd);
        assertThat(new ProcessBuilder("mkfifo", odd.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(this::chosen).hasMessageContaining("data/odd is a pipe, a socket or a device");
    }
}
