package io.jenkins.plugins.aviary.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.aviary.cli.StepCatalogue;
import io.jenkins.plugins.aviary.operation.OperationType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/**
 * Drives a real controller with the packed plugin, from outside: see {@code docs/operations/building.md}. Skipped where no
 * war is given.
 */
@OnRealController
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ControllerTest {
    private static final String SECRET = "a-Secret-that-is-Nowhere-42";
    private static final Duration LONG = Duration.ofMinutes(15);

    @TempDir
    private static Path folder;

    private static RealController jenkins;
    private static People people;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        jenkins = RealController.start(folder);
        people = new People(jenkins);
        jenkins.connectAgent("linux");
        jenkins.addSecretText("hook", SECRET);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (jenkins != null) {
            jenkins.stop();
        }
    }

    private static List<ProcessHandle> engines() {
        return ProcessHandle.allProcesses()
                .filter(one -> one.info().commandLine().orElse("").contains(folder.toString())
                        && one.info().commandLine().orElse("").matches(".*(aviary-agent/engine|slow\\.sh).*"))
                .toList();
    }

    @Test
    @Order(1)
    void thePluginLoadsAndOffersEveryStepOfTheCatalogue() throws IOException {
        String steps = jenkins.groovy(
                "print org.jenkinsci.plugins.workflow.steps.StepDescriptor.all().collect { it.functionName }.join(' ')");
        assertThat(steps.split(" "))
                .containsAll(StepCatalogue.all().all().stream()
                        .map(OperationType::name)
                        .toList());
        assertThat(Files.readString(jenkins.log())).doesNotContain("Failed Loading plugin Aviary");
    }

    @Test
    @Order(2)
    void aDeclarativePipelineBuildsOnAnAgentAndTheControllerKeepsTheArtifact() throws InterruptedException {
        int number = jenkins.build("declarative", SlowBuild.declarative(1));
        assertEnds("declarative", number, "SUCCESS");
        String artifact = SlowBuild.artifact(jenkins.console("declarative", number));
        assertThat(jenkins.home().resolve("aviary/artifacts/manifests/" + artifact + ".json"))
                .exists();
        assertThat(jenkins.json("viewer", "aviary/api/releases/" + artifact).findValuesAsText("version"))
                .contains("1.0.0");
    }

    @Test
    @Order(3)
    void aScriptedPipelineBuildsOnTheBuiltInNode() throws InterruptedException {
        int number = jenkins.build("scripted", SlowBuild.scripted("2"));
        assertEnds("scripted", number, "SUCCESS");
    }

    @Test
    @Order(4)
    void aBuildGoesOnWhileTheControllerIsRestarted() throws IOException, InterruptedException {
        int number = jenkins.build("restarted", SlowBuild.declarative(30));
        jenkins.awaitLog("restarted", number, "tick 3");
        jenkins.restart();
        assertEnds("restarted", number, "SUCCESS");
        SlowBuild.assertEachTickOnce(jenkins.console("restarted", number), 30);
        JsonNode events = jenkins.json("viewer", "aviary/api/events?type=build.finished");
        assertThat(events.path("events").findValuesAsText("run")).containsOnlyOnce("restarted#" + number);
        JsonNode pipelines = jenkins.json("viewer", "aviary/api/events?type=pipeline.finished");
        assertThat(pipelines.path("events").findValuesAsText("run")).containsOnlyOnce("restarted#" + number);
    }

    @Test
    @Order(5)
    void aBuildGoesOnWhileItsAgentIsKilledAndComesBack() throws IOException, InterruptedException {
        Process agent = jenkins.connectAgent("linux");
        int number = jenkins.build("lost", SlowBuild.declarative(25));
        jenkins.awaitLog("lost", number, "tick 3");
        agent.destroyForcibly().waitFor();
        jenkins.connectAgent("linux");
        assertEnds("lost", number, "SUCCESS");
        SlowBuild.assertEachTickOnce(jenkins.console("lost", number), 25);
    }

    @Test
    @Order(6)
    void anAbortEndsEverythingThatTheOperationStarted() throws IOException, InterruptedException {
        int number = jenkins.build("aborted", SlowBuild.declarative(300));
        jenkins.awaitLog("aborted", number, "tick 2");
        List<ProcessHandle> running = engines();
        jenkins.post("admin", "job/aborted/" + number + "/stop", Map.of());
        assertEnds("aborted", number, "ABORTED");
        assertThat(jenkins.console("aborted", number)).contains("exit code 130", "post ran");
        assertThat(running).isNotEmpty().noneMatch(ProcessHandle::isAlive);
        try (Stream<Path> left = Files.list(jenkins.agentFolder("linux").resolve("workspace/aborted@tmp"))) {
            assertThat(left).isEmpty();
        }
    }

    private static void assertEnds(String job, int number, String result) throws InterruptedException {
        assertThat(jenkins.result(job, number, LONG))
                .as(jenkins.console(job, number))
                .isEqualTo(result);
    }

    @Test
    @Order(10)
    void aSecretIsNowhereOnTheDisksWhileItsProcessRunsNorAfterwards() throws IOException, InterruptedException {
        int number = jenkins.build(
                "told",
                "node('linux') { def told = notifyTeam title: 'Hello', allowPrivateAddresses: true,"
                        + " channels: [[kind: 'webhook', url: 'http://127.0.0.1:9/none', credentials: 'hook']]\n"
                        + "echo \"TOLD ${told.delivered.size()}\" }");
        RealController.until("told has ended", () -> {
            assertThat(ProcessHandle.allProcesses()
                            .map(one -> one.info().commandLine().orElse(""))
                            .filter(line -> line.contains(SECRET)))
                    .isEmpty();
            return !jenkins.json("admin", "job/told/" + number + "/api/json")
                    .path("building")
                    .asBoolean(true);
        });
        assertEnds("told", number, "SUCCESS");
        assertThat(jenkins.console("told", number)).contains("TOLD 0").doesNotContain(SECRET, "no credential");
        assertThat(filesWith(SECRET)).isEmpty();
    }

    private static List<Path> filesWith(String text) throws IOException {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean archive = file.toString().matches(".*\\.(jar|jpi|war)");
                if (!archive
                        && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                                .contains(new String(wanted, StandardCharsets.ISO_8859_1))) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    @Test
    @Order(12)
    void whoStartsABuildThatDeliversNeedsTheRightTo() throws InterruptedException {
        int first = jenkins.build("deliver", "node('linux') { rollbackRelease environment: 'gated' }");
        assertEnds("deliver", first, "FAILURE");
        assertThat(jenkins.console("deliver", first)).doesNotContain("lacks the permission");
        jenkins.post("ben", "job/deliver/build?delay=0sec", Map.of());
        assertEnds("deliver", first + 1, "FAILURE");
        assertThat(jenkins.console("deliver", first + 1))
                .contains("ben started this build and lacks the permission Aviary/Rollback in deliver")
                .doesNotContain("\tat ");
    }

    @Test
    @Order(14)
    void whatAnOperationCannotTellWaitsForAPersonWithoutAProcess() throws IOException, InterruptedException {
        int number = jenkins.build("undecided", SlowBuild.undecided("linux"));
        jenkins.awaitLog("undecided", number, "cannot tell");
        assertThat(engines()).isEmpty();
        jenkins.restart();
        String page = "job/undecided/" + number + "/aviary/";
        Map<String, String> yes = Map.of("id", people.decision(page), "proceed", "true");
        assertThat(jenkins.post("ben", page + "decide", yes).statusCode()).isEqualTo(403);
        assertThat(jenkins.post("admin", page + "decide", yes).statusCode()).isEqualTo(302);
        assertThat(jenkins.post("admin", page + "decide", yes).statusCode()).isBetween(404, 409);
        assertEnds("undecided", number, "SUCCESS");
        assertThat(jenkins.console("undecided", number)).contains("admin decided to go on", "VERDICT accepted");
    }

    @Test
    @Order(15)
    void wrongParametersAreRefusedBeforeTheBuildStarts() throws InterruptedException {
        int number = jenkins.build(
                "wrong", "pipeline { agent any\nstages { stage('x') { steps { canaryBuild prest: 'x' } } } }");
        assertEnds("wrong", number, "FAILURE");
        assertThat(jenkins.console("wrong", number)).contains("did you mean \"preset\"");
        int scripted = jenkins.build("wrong", "node('linux') { canaryBuild jobs: 'many' }");
        assertEnds("wrong", scripted, "FAILURE");
        assertThat(jenkins.console("wrong", scripted))
                .contains("canaryBuild: the parameter 'jobs' is a whole number, not 'many'")
                .doesNotContain("\tat ");
    }
}
