package io.jenkins.plugins.aviary.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildOutputTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        [12/340] Building CXX object src/game.cpp.o   | 12 of 340
        [340/340 100%] Linking                        | 340 of 340
        [ 42%] Building CXX object main.cpp.o         | 42 of 100
        Installing 3/19 zlib:x64-linux@1.3.1...       | 3 of 19
        In file included from [3/4] things            | -
        [12/] nothing                                 | -
        """)
    void readsHowFarABuildHasCome(String line, String expected) {
        List<String> told = new ArrayList<>();
        new BuildProgress(new Progress.Task() {
                    private long total;

                    @Override
                    public void at(long done) {
                        told.add(done + " of " + total);
                    }

                    @Override
                    public void outOf(long known) {
                        total = known;
                    }

                    @Override
                    public void close() {}
                })
                .line(line);

        assertThat(told).isEqualTo(expected.equals("-") ? List.of() : List.of(expected));
    }

    @Test
    void findsTheFirstErrorAmongTheOutputOfCompilers() {
        Diagnostics diagnostics = new Diagnostics();
        List.of(
                        "In file included from src/a.cpp:1:",
                        "src/a.hpp:7:3: warning: unused variable 'x' [-Wunused-variable]",
                        "/home/me/src/a.cpp:12:34: error: 'foo' was not declared in this scope",
                        "src/b.cpp:1:10: fatal error: missing.hpp: No such file or directory",
                        "/usr/bin/ld: main.o: undefined reference to `bar()'")
                .forEach(diagnostics::line);

        assertThat(diagnostics.firstError().orElseThrow().text())
                .isEqualTo("/home/me/src/a.cpp:12: 'foo' was not declared in this scope");
        assertThat(diagnostics.errors()).isEqualTo(3);
        assertThat(diagnostics.warnings()).isEqualTo(1);
    }

    @Test
    void findsWhatCMakeComplainsOf() {
        Diagnostics diagnostics = new Diagnostics();
        diagnostics.line("CMake Error at CMakeLists.txt:5 (find_package):");

        assertThat(diagnostics.firstError().orElseThrow().line()).isEqualTo(5);
    }

    @Test
    void countsTheTestsOfAReport() throws IOException {
        Path report = Files.writeString(folder.resolve("report.xml"), """
                <?xml version="1.0"?>
                <testsuite name="Linux" tests="4" failures="1">
                  <testcase name="Log.Pattern" status="run"/>
                  <testcase name="Log.Old" status="fail"><failure message=""/><system-out>x</system-out></testcase>
                  <testcase name="Map.Load" status="disabled"><skipped message="d"/></testcase>
                  <testcase name="Map.Save" status="run"/>
                </testsuite>
                """);

        assertThat(TestReport.read(report)).isEqualTo(new TestReport(2, 1, 1, List.of("Log.Old")));
    }

    @Test
    void resolvesNoEntityOfAReport() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2");
        Path report = Files.writeString(
                folder.resolve("report.xml"),
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + secret.toUri()
                        + "\">]><testsuite><testcase name=\"a\"><failure>&e;</failure></testcase></testsuite>");

        assertThatThrownBy(() -> TestReport.read(report))
                .isInstanceOf(OperationFailure.class)
                .hasMessageNotContaining("hunter2");
    }
}
