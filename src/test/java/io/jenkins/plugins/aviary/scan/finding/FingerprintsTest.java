package io.jenkins.plugins.aviary.scan.finding;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintsTest {
    private static final String CODE = """
            void Game::load(const char* name) {
              char buffer[16];
              strcpy(buffer, name);
              log(buffer);
            }

            void Game::save(const char* name) {
              char buffer[16];
              strcpy(buffer, name);
              log(buffer);
            }
            """;

    @TempDir
    Path folder;

    @Test
    void knowsFindingsAgainBelowFiftyNewLines() throws IOException {
        Baseline before = baseline("game.cpp", CODE);

        assertThat(fresh(before, "game.cpp", "// a line\n".repeat(50) + CODE)).isZero();
    }

    @Test
    void knowsFindingsAgainInARenamedFile() throws IOException {
        Baseline before = baseline("game.cpp", CODE);

        assertThat(fresh(before, "src/world/world.cpp", CODE)).isZero();
    }

    @Test
    void knowsFindingsAgainInReformattedCode() throws IOException {
        Baseline before = baseline("game.cpp", CODE);
        String reformatted = CODE.replace("  ", "\t\t")
                .replace(" {", "\n{")
                .replace("strcpy(buffer, name)", "strcpy(\n      buffer,\n      name)");

        assertThat(fresh(before, "game.cpp", reformatted)).isZero();
    }

    @Test
    void knowsAFindingAgainWhoseNeighbourChanged() throws IOException {
        Baseline before = baseline("game.cpp", CODE);

        assertThat(fresh(before, "game.cpp", CODE.replaceFirst("  strcpy", "  assert(name != nullptr);\n  strcpy")))
                .isZero();
    }

    @Test
    void tellsANewFindingFromThoseThatWereThere() throws IOException {
        Baseline before = baseline("game.cpp", CODE);

        assertThat(fresh(before, "game.cpp", CODE + "void x(char* a, char* b) { strcpy(a, b); }\n"))
                .isEqualTo(1);
        assertThat(fresh(before, "game.cpp", CODE + CODE.substring(CODE.indexOf("\n\n") + 2)))
                .isEqualTo(1);
    }

    @Test
    void tellsChangedCodeFromWhatWasThere() throws IOException {
        Baseline before = baseline("game.cpp", CODE);

        assertThat(fresh(before, "game.cpp", CODE.replaceFirst("buffer, name", "other, text")))
                .isEqualTo(1);
    }

    @Test
    void givesEqualCodeMarksOfItsOwn() throws IOException {
        List<Finding> marked = marked("game.cpp", CODE);

        assertThat(marked).extracting(Finding::marks).doesNotHaveDuplicates();
    }

    @Test
    void knowsAFindingAgainWhoseSourceIsNotHereByWhatTheScannerSays() {
        Finding first = Finding.at("tool", "R1", Severity.LOW, "gone.cpp", 10, 2, "unused value 7")
                .hinted("hash=abc");
        Finding later = Finding.at("tool", "R1", Severity.LOW, "gone.cpp", 99, 2, "unused value 8")
                .hinted("hash=abc");
        Finding other = Finding.at("tool", "R1", Severity.LOW, "gone.cpp", 99, 2, "unused value 8")
                .hinted("hash=xyz");

        assertThat(mark(List.of(first))).isEqualTo(mark(List.of(later)));
        assertThat(mark(List.of(first))).isNotEqualTo(mark(List.of(other)));
    }

    private List<Finding.Marks> mark(List<Finding> findings) {
        return new Fingerprints(folder)
                .mark(findings).stream().map(Finding::marks).toList();
    }

    private Baseline baseline(String path, String code) throws IOException {
        Baseline baseline =
                new Baseline(marked(path, code).stream().map(Finding::marks).toList(), List.of());
        Files.delete(folder.resolve(path));
        return baseline;
    }

    private int fresh(Baseline before, String path, String code) throws IOException {
        int count = 0;
        for (boolean one : before.fresh(marked(path, code))) {
            count += one ? 1 : 0;
        }
        return count;
    }

    /** A scanner that finds every strcpy. */
    private List<Finding> marked(String path, String code) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, code);
        List<Finding> findings = new ArrayList<>();
        List<String> lines = code.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            int column = lines.get(i).indexOf("strcpy");
            if (column >= 0) {
                findings.add(Finding.at("cc", "unsafe", Severity.HIGH, path, i + 1, column + 1, "strcpy"));
            }
        }
        return new Fingerprints(folder).mark(findings);
    }
}
