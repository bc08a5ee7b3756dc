package io.jenkins.plugins.aviary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process that works on an agent, as the plugin starts it. */
@Tag("integration")
class AgentCommandTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path control;
    private Path workspace;

    @BeforeEach
    void prepare() throws IOException {
        control = Files.createDirectory(folder.resolve("control"));
        workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("aviary.yml"), "server: {dialect: generic, binary: x, readyLine: r}\n");
    }

    private void request(String step, Map<String, Object> parameters) throws IOException {
        MAPPER.writeValue(
                control.resolve("request.json").toFile(),
                Map.of(
                        "step",
                        step,
                        "parameters",
                        parameters,
                        "workspace",
                        workspace.toString(),
                        "home",
                        folder.resolve("home").toString()));
    }

    private int run() throws IOException, InterruptedException {
        Process process = start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(List.of(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Aviary.class.getName(),
                        "agent",
                        control.toString()))
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "log"))
                .start();
    }

    private JsonNode result() throws IOException {
        return MAPPER.readTree(control.resolve("result.json").toFile());
    }

    @Test
    void aFailureIsLaidDownWithItsCodeAndReason() throws IOException, InterruptedException {
        request("canaryBuild", Map.of("source", "nowhere"));
        assertThat(run()).isEqualTo(result().path("code").asInt()).isNotZero();
        assertThat(result().path("summary").asText()).isNotBlank();
    }

    @Test
    void anUnknownStepIsABadParameter() throws IOException, InterruptedException {
        request("canaryBiuld", Map.of());
        assertThat(run()).isEqualTo(2);
        assertThat(result().path("summary").asText()).contains("canaryBuild");
    }

    @Test
    void secretsAreGoneFromTheDiskBeforeAnythingElseIsDone() throws IOException, InterruptedException {
        Path secrets = Files.createDirectory(control.resolve("secrets"));
        Files.writeString(secrets.resolve("hook"), "a-secret-text");
        request("canaryBuild", Map.of("source", "nowhere"));
        run();
        assertThat(secrets).doesNotExist();
        assertThat(folder.resolve("log")).content().doesNotContain("a-secret-text");
    }

    @Test
    void aRequestThatIsNoneIsRefusedWithoutAStackTrace() throws IOException, InterruptedException {
        Files.writeString(control.resolve("request.json"), "{\"step\": 1");
        assertThat(run()).isEqualTo(2);
        assertThat(folder.resolve("log")).content().contains("ERROR: ").doesNotContain("\tat ");
    }

    @Test
    void aSignalEndsWhatItRunsAndTellsThatItWasCancelled() throws IOException, InterruptedException {
        Files.writeString(workspace.resolve("CMakeLists.txt"), """
                cmake_minimum_required(VERSION 3.20)
                project(slow NONE)
                file(WRITE ${CMAKE_SOURCE_DIR}/begun "")
                execute_process(COMMAND sleep 300)
                """);
        Files.writeString(
                workspace.resolve("CMakePresets.json"),
                "{\"version\":3,\"configurePresets\":[{\"name\":\"linux-release\",\"generator\":\"Unix Makefiles\","
                        + "\"binaryDir\":\"${sourceDir}/b\"}]}");
        request("canaryBuild", Map.of("test", false));
        Process process = start();
        while (process.isAlive() && !Files.exists(workspace.resolve("begun"))) {
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        List<ProcessHandle> started = process.descendants().toList();
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(result().path("code").asInt()).isEqualTo(130);
        assertThat(started).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }
}
