package io.jenkins.plugins.aviary.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example pipeline on a real controller, against worlds of the sample server: see {@link ControllerTest}. */
@OnRealController
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExamplesControllerTest {
    private static final Duration LONG = Duration.ofMinutes(15);

    @TempDir
    private static Path folder;

    private static RealController jenkins;
    private static People people;
    private static SampleWorlds worlds;
    private static HttpServer team;

    @BeforeAll
    static void start() throws Exception {
        jenkins = RealController.start(folder);
        people = new People(jenkins);
        jenkins.connectAgent("linux");
        worlds = SampleWorlds.start(Files.createDirectories(folder.resolve("worlds")));
        worlds.keys().forEach(jenkins::addPrivateKey);
        jenkins.addSecretText("databases", worlds.password());
        jenkins.addSecretText("team-hook", "a key that signs");
        share(false);
        worlds.fill(Files.createDirectories(jenkins.agentFolder("linux").resolve("workspace/sample")));
        team = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        team.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        team.start();
    }

    /** What the administrators say of environments; see {@link SampleWorlds#environments}. */
    private static void share(boolean demanding) throws InterruptedException {
        jenkins.groovy("io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration.get().environments = '''"
                + worlds.environments(demanding) + "'''");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (worlds != null) {
            worlds.stop();
        }
        if (team != null) {
            team.stop(0);
        }
        if (jenkins != null) {
            jenkins.stop();
        }
    }

    private static void assertEnds(String job, int number, String result) throws InterruptedException {
        assertThat(jenkins.result(job, number, LONG))
                .as(jenkins.console(job, number))
                .isEqualTo(result);
    }

    @Test
    @Order(1)
    void everyExamplePipelineKeepsJenkinssOwnRules() throws IOException {
        try (Stream<Path> examples = Files.list(Path.of("examples/pipelines"))) {
            for (Path example : examples.filter(file -> file.toString().endsWith(".Jenkinsfile"))
                    .toList()) {
                String text = Files.readString(example);
                if (text.contains("pipeline {")) {
                    String answer = jenkins.post(
                                    "admin", "pipeline-model-converter/validate", Map.of("jenkinsfile", text))
                            .body();
                    assertThat(answer).as(example.toString()).contains("successfully validated");
                }
            }
        }
    }

    static Stream<Arguments> examples() {
        return ExampleBuilds.all("http://127.0.0.1:" + team.getAddress().getPort() + "/");
    }

    @Test
    @Order(2)
    void noExampleIsLeftOut() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples/pipelines"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".Jenkinsfile", "")))
                    .allMatch(file -> examples().anyMatch(example -> example.get()[0].equals(file)));
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    @Order(3)
    void everyExamplePipelineRunsAndEndsAsItSays(String example, Map<String, String> parameters, String ends)
            throws Exception {
        // Only these bring what a policy can demand; the others deliver where nothing is demanded.
        share(parameters.containsKey("SCRATCH"));
        if (parameters.containsKey("SCRATCH")) {
            worlds.scratch(parameters.get("SCRATCH"));
        }
        String pipeline = Files.readString(Path.of("examples/pipelines/" + example + ".Jenkinsfile"));
        int number = jenkins.build("sample", pipeline, parameters);
        if (parameters.containsKey("SCRATCH")) {
            jenkins.awaitLog("sample", number, LONG, "Waiting for");
            for (String voter : List.of("ben", "eve")) {
                assertThat(people.vote(voter, "approve", "").statusCode()).isEqualTo(302);
            }
        }
        if (example.contains("undecided")) {
            jenkins.awaitLog("sample", number, LONG, "cannot tell");
        }
        people.decideUntilItEnds("sample", number, LONG);
        assertEnds("sample", number, ends);
        assertThat(jenkins.console("sample", number)).doesNotContain("\tat ", "RejectedAccessException");
        if (example.equals("11-canary-bad")) {
            assertThat(jenkins.console("sample", number)).contains("was taken back: ");
        }
        assertThat(jenkins.status("reader", "job/sample/" + number + "/aviary/"))
                .isEqualTo(200);
    }

    @Test
    @Order(4)
    void aCanaryThatCrashesIsTakenBackThoughTheControllerIsRestartedMeanwhile() throws Exception {
        String pipeline = Files.readString(Path.of("examples/pipelines/11-canary-bad.Jenkinsfile"));
        Map<String, String> bad =
                Map.of("ENVIRONMENT", "live", "VERSION", "2.3.0", "PRESET", "bad-crash", "PAUSE", "60s");
        int number = jenkins.build("sample", pipeline, bad);
        jenkins.awaitLog("sample", number, LONG, " begins");
        jenkins.restart();
        assertEnds("sample", number, "FAILURE");
        assertThat(jenkins.console("sample", number)).contains("was taken back: ");
    }

    private static int window(String job, String body) throws InterruptedException {
        int number = jenkins.build(
                job,
                "node('linux') { ws('" + jenkins.agentFolder("linux").resolve("workspace/sample")
                        + "') { def done = maintenanceWindow(environment: 'staging', announce: '1s', drain: '1s') {\n"
                        + "echo 'BODY BEGINS'\n" + body + "\n}\necho \"DONE ${done}\" } }");
        jenkins.awaitLog(job, number, "BODY BEGINS");
        assertThat(worlds.playable("rehearsal")).as("closed for the body").isFalse();
        return number;
    }

    @Test
    @Order(5)
    void aMaintenanceWindowIsClosedHoweverItsBodyEndsEvenOverARestart() throws Exception {
        int good = window("window", "sleep 25\n'a value'");
        jenkins.restart();
        assertEnds("window", good, "SUCCESS");
        assertThat(jenkins.console("window", good)).contains("DONE a value");
        assertThat(worlds.playable("rehearsal")).isTrue();

        int bad = window("window-bad", "sleep 3\nerror 'the disk is broken'");
        assertEnds("window-bad", bad, "FAILURE");
        assertThat(jenkins.console("window-bad", bad)).contains("ERROR: the disk is broken");
        assertThat(worlds.playable("rehearsal")).isTrue();

        int aborted = window("window-aborted", "sleep 300");
        jenkins.post("admin", "job/window-aborted/" + aborted + "/stop", Map.of());
        assertEnds("window-aborted", aborted, "ABORTED");
        assertThat(worlds.playable("rehearsal")).isTrue();
    }
}
