package io.jenkins.plugins.aviary.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.ProcessRequest;
import io.jenkins.plugins.aviary.operation.ProcessTrees;
import io.jenkins.plugins.aviary.operation.Processes;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the real cppcheck and clang-tidy where they are installed; reported as skipped where they are not. */
@Tag("integration")
class InstalledScannersTest {
    @TempDir
    Path workspace;

    @TempDir
    Path home;

    private final RecordedRun run = new RecordedRun();

    @BeforeEach
    void writeABadServer() throws IOException {
        Files.writeString(workspace.resolve("config.lua"), "allowReload = false\n");
        Files.writeString(workspace.resolve("main.cpp"), """
                #include <cstring>
                int main(int count, char** words) {
                  char buffer[4];
                  std::strcpy(buffer, words[0]);
                  buffer[7] = 'x';
                  int* number = nullptr;
                  if (count > 1) { return *number; }
                  return buffer[0];
                }
                """);
        compileCommands("main.cpp");
    }

    @Test
    void runsCppcheckOnTheSources() throws InterruptedException {
        assumeInstalled("cppcheck");

        Outcome<SecurityScan.Result> outcome = scan("tools", List.of("cppcheck"));

        assertThat(outcome.result().result()).isEqualTo("failed");
        assertThat(outcome.result().tools().get("cppcheck")).matches("[0-9]+\\..*");
        assertThat(run.lines()).anyMatch(line -> line.contains("arrayIndexOutOfBounds") && line.contains("main.cpp:5"));
    }

    @Test
    void runsCppcheckOnTheBuildsCommands() throws InterruptedException {
        assumeInstalled("cppcheck");

        assertThat(scan("tools", List.of("cppcheck"), "buildFolder", "build")
                        .result()
                        .result())
                .isEqualTo("failed");
    }

    @Test
    void runsClangTidyOnTheBuildsCommandsWhateverTheRepositoryConfigures() throws IOException, InterruptedException {
        assumeInstalled("clang-tidy");
        Files.writeString(workspace.resolve(".clang-tidy"), "Checks: '-*,misc-unused-parameters'\n");

        scan("tools", List.of("clang-tidy"), "buildFolder", "build");

        assertThat(run.lines()).anyMatch(line -> line.contains("clang-analyzer-") && line.contains("main.cpp:"));
    }

    @Test
    void takesASourceThatClangCannotCompileForAFailure() throws IOException {
        assumeInstalled("clang-tidy");
        Files.writeString(workspace.resolve("broken.cpp"), "#include \"missing.hpp\"\n");
        compileCommands("broken.cpp");

        assertThatThrownBy(() -> scan("tools", List.of("clang-tidy"), "buildFolder", "build"))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("could not look at")
                .hasMessageContaining("missing.hpp");
        assertThat(run.events().get(0).payload().path("result").asText()).isEqualTo("error");
    }

    @Test
    void doesNotTakeAMissingScannerForNoFindings() {
        assertThatThrownBy(() -> scan(InstalledScannersTest::nothingInstalled, "tools", List.of("cppcheck")))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("cppcheck is not installed");
    }

    @Test
    void saysWhichScannersAreNotThereIfItMayChoose() throws InterruptedException {
        scan(InstalledScannersTest::nothingInstalled, "tools", List.of("auto"));

        assertThat(run.lines()).contains("WARN cppcheck is not run: it is not installed.");
    }

    @Test
    void takesAScannerThatDiesForAFailure() {
        Processes dying = request -> {
            if (request.command().contains("--version")) {
                request.output().accept("Cppcheck 9.9");
                return 0;
            }
            request.output().accept("Checking main.cpp ...");
            return 139;
        };

        assertThatThrownBy(() -> scan(dying, "tools", List.of("cppcheck")))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("cppcheck crashed")
                .hasMessageContaining("139");
    }

    @Test
    void takesAScannerThatLooksAtNothingForAFailure() {
        Processes idle = request -> {
            request.output().accept("Cppcheck 9.9");
            return 0;
        };

        assertThatThrownBy(() -> scan(idle, "tools", List.of("cppcheck")))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("looked at none of 1 sources");
    }

    private static int nothingInstalled(ProcessRequest request) {
        throw new OperationFailure(request.command().get(0) + " cannot be started", new IOException("No such file"));
    }

    private void compileCommands(String source) throws IOException {
        Files.createDirectories(workspace.resolve("build"));
        Files.writeString(
                workspace.resolve("build/compile_commands.json"),
                "[{\"directory\": \"" + workspace + "\", \"file\": \"" + workspace.resolve(source)
                        + "\", \"command\": \"c++ -std=c++17 -c " + source + "\"}]");
    }

    private static void assumeInstalled(String program) {
        assumeThat(Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))))
                .as(program + " is installed")
                .isTrue();
    }

    private Outcome<SecurityScan.Result> scan(Object... parameters) throws InterruptedException {
        return scan(new ProcessTrees(Map.of("PATH", System.getenv("PATH"))), parameters);
    }

    private Outcome<SecurityScan.Result> scan(Processes processes, Object... parameters) throws InterruptedException {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            values.put((String) parameters[i], parameters[i + 1]);
        }
        SecurityScan scan = (SecurityScan) new OperationType(SecurityScan.class).bind(values);
        return scan.run(new RunContext(workspace, home, run, run, processes, run, run, Clock.systemUTC(), Map.of()));
    }
}
