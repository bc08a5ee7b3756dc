package io.jenkins.plugins.aviary.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.aviary.cli.StepCatalogue;
import io.jenkins.plugins.aviary.operation.OperationType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Drives a real controller with the packed plugin, from outside: see {@code docs/operations/building.md}. Skipped where no
 * war is given.
 */
@Tag("integration")
@EnabledIfSystemProperty(
        named = "aviary.jenkins.war",
        matches = ".+",
        disabledReason = "no controller is given: -Daviary.jenkins.war=FILE -Daviary.jenkins.plugins=FOLDER")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ControllerTest {
    private static final String SECRET = "a-Secret-that-is-Nowhere-42";
    private static final Pattern GATE = Pattern.compile("name=\"gate\" type=\"hidden\" value=\"([^\"]+)\"");
    private static final Pattern DECISION = Pattern.compile("data-decision=\"([^\"]+)\"");
    private static final Pattern SUBJECT = Pattern.compile("name=\"subject\" type=\"hidden\" value=\"([^\"]+)\"");

    private static final Duration LONG = Duration.ofMinutes(15);

    @TempDir
    private static Path folder;

    private static RealController jenkins;
    private static SampleWorlds worlds;
    private static HttpServer team;
    private static String artifact;

    @BeforeAll
    static void start() throws Exception {
        Path war = Path.of(System.getProperty("aviary.jenkins.war"));
        jenkins = RealController.start(folder, war, Path.of(System.getProperty("aviary.jenkins.plugins")));
        jenkins.connectAgent("linux");
        worlds = SampleWorlds.start(Files.createDirectories(folder.resolve("worlds")));
        worlds.keys().forEach(jenkins::addPrivateKey);
        jenkins.addSecretText("databases", worlds.password());
        jenkins.addSecretText("hook", SECRET);
        jenkins.addSecretText("team-hook", SECRET);
        jenkins.groovy("io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration.get().environments = '''"
                + worlds.environments() + "'''");
        worlds.fill(Files.createDirectories(jenkins.agentFolder("linux").resolve("workspace/sample")));
        team = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        team.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        team.start();
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
        Matcher found = Pattern.compile("ARTIFACT ([0-9a-f]{64})").matcher(jenkins.console("declarative", number));
        assertThat(found.find()).isTrue();
        artifact = found.group(1);
        assertThat(jenkins.home().resolve("aviary/artifacts/manifests/" + artifact + ".json"))
                .exists();
        assertThat(jenkins.json("viewer", "aviary/api/releases/" + artifact).findValuesAsText("version"))
                .contains("1.0.0");
    }

    @Test
    @Order(3)
    void aScriptedPipelineBuildsOnTheBuiltInNode() throws InterruptedException {
        int number = jenkins.build(
                "scripted",
                "node('built-in') {\n" + SlowBuild.sources(1) + "def built = canaryBuild(test: false, version: '2')\n"
                        + "if (built.version != '2') { error built.toString() }\n}");
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

    private static HttpResponse<String> vote(String user, String vote, String comment) {
        String page = jenkins.get(user, "aviary/approvals/").body();
        Matcher gate = GATE.matcher(page);
        Matcher subject = SUBJECT.matcher(page);
        assertThat(gate.find() && subject.find()).as(user + " can vote").isTrue();
        return jenkins.post(
                user,
                "aviary/approvals/vote",
                Map.of("gate", gate.group(1), "subject", subject.group(1), "vote", vote, "comment", comment));
    }

    private static String decision(String page) {
        Matcher decision = DECISION.matcher(jenkins.get("admin", page).body());
        assertThat(decision.find()).as("something is to be decided on " + page).isTrue();
        return decision.group(1);
    }

    /** Says yes to whatever a build asks: on a machine that does much else, any canary's numbers may not settle. */
    private static void decideUntilItEnds(String job, int number) throws InterruptedException {
        String build = "job/" + job + "/" + number + "/";
        RealController.until(LONG, job + " has ended", () -> {
            Matcher asked =
                    DECISION.matcher(jenkins.get("admin", build + "aviary/").body());
            if (asked.find()) {
                jenkins.post("admin", build + "aviary/decide", Map.of("id", asked.group(1), "proceed", "true"));
            }
            return !jenkins.json("admin", build + "api/json").path("building").asBoolean(true);
        });
    }

    private static int ask(String job) throws InterruptedException {
        int number = jenkins.build(
                job,
                "def gate = approvalGate environment: 'gated', release: '" + artifact
                        + "', message: '<script>alert(1)</script>'\necho \"GATE ${gate.outcome}\"\n"
                        + "promoteRelease environment: 'gated', release: '" + artifact + "'");
        jenkins.awaitLog(job, number, "Waiting for");
        return number;
    }

    @Test
    @Order(7)
    void aGateWaitsWithoutAnExecutorOverARestartAndCountsOneVoteOfEachPerson()
            throws IOException, InterruptedException {
        int number = ask("gated");
        assertThat(jenkins.groovy("print jenkins.model.Jenkins.get().computers.sum { it.countBusy() }"))
                .startsWith("0");
        jenkins.restart();
        assertThat(vote("ben", "approve", "").statusCode()).isEqualTo(302);
        String page = jenkins.get("eve", "aviary/approvals/").body();
        assertThat(page).contains("&lt;script").doesNotContain("<script>alert");
        List<CompletableFuture<Integer>> votes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            votes.add(CompletableFuture.supplyAsync(
                    () -> vote("eve", "approve", "").statusCode()));
        }
        assertThat(votes.stream().map(CompletableFuture::join).toList()).containsOnlyOnce(302);
        assertEnds("gated", number, "SUCCESS");
        assertThat(jenkins.console("gated", number)).contains("GATE approved", "promoted 1.0.0 to gated");
    }

    @Test
    @Order(8)
    void aDenialFailsThePipelineWithItsReason() throws InterruptedException {
        int number = ask("denied");
        assertThat(vote("ben", "deny", "").statusCode()).isEqualTo(400);
        assertThat(vote("ben", "deny", "not today").statusCode()).isEqualTo(302);
        assertEnds("denied", number, "FAILURE");
        assertThat(jenkins.console("denied", number)).contains("not today").doesNotContain("\tat ");
    }

    @Test
    @Order(9)
    void aGateIsClosedWhenItsBuildIsAborted() throws InterruptedException {
        int number = ask("given-up");
        jenkins.post("admin", "job/given-up/" + number + "/stop", Map.of());
        assertEnds("given-up", number, "ABORTED");
        RealController.until(
                "the gate is closed",
                () -> jenkins.json("viewer", "aviary/api/approvals?state=waiting")
                                .path("total")
                                .asInt()
                        == 0);
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
    @Order(11)
    void eachUserReachesWhatTheirPermissionsSayAndNothingElse() throws InterruptedException {
        int number = ask("matrix");
        String build = "job/matrix/" + number + "/";
        Map<String, List<Integer>> allowed = Map.of(
                // users: admin, viewer, ben (approves), reader, anonymous
                "aviary/",
                List.of(200, 200, 200, 200, 403),
                "aviary/api/board",
                List.of(200, 200, 403, 403, 403),
                "aviary/api/export",
                List.of(200, 200, 403, 403, 403),
                "aviary/assets/aviary.js",
                List.of(200, 200, 200, 200, 403),
                "aviary/approvals/",
                List.of(200, 200, 200, 200, 403),
                build + "aviary/",
                List.of(200, 404, 200, 200, 403),
                "aviary/approvals/vote",
                List.of(405, 405, 405, 405, 403),
                build + "aviary/decide",
                List.of(405, 404, 405, 405, 403));
        List<String> users = List.of("admin", "viewer", "ben", "reader", "anonymous");
        allowed.forEach((path, codes) -> {
            for (int i = 0; i < users.size(); i++) {
                assertThat(jenkins.status(users.get(i), path))
                        .as(users.get(i) + " GET " + path)
                        .isEqualTo(codes.get(i));
            }
        });
        Map<String, String> voting =
                Map.of("gate", "matrix#" + number + "/3", "subject", "0".repeat(64), "vote", "approve");
        assertThat(jenkins.post("reader", "aviary/approvals/vote", voting).statusCode())
                .isEqualTo(404);
        assertThat(jenkins.post("viewer", "aviary/approvals/vote", voting).statusCode())
                .isEqualTo(403);
        assertThat(jenkins.post("ben", "aviary/approvals/vote", voting).statusCode())
                .isEqualTo(400);
        assertThat(jenkins.post("ben", build + "aviary/decide", Map.of("id", "x", "proceed", "true"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(jenkins.get("reader", "aviary/approvals/").body()).doesNotContain("matrix#");
        jenkins.post("admin", build + "stop", Map.of());
        jenkins.result("matrix", number);
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
    @Order(13)
    void everyPageOfThePluginIsWholeAndHasNoInlineScript() {
        List<String> pages = List.of(
                "aviary/",
                "aviary/approvals/",
                "job/declarative/1/",
                "job/declarative/1/aviary/",
                "job/declarative/",
                "job/declarative/aviary/",
                "job/declarative/pipeline-syntax/",
                "manage/configure");
        for (String page : pages) {
            HttpResponse<String> answer = jenkins.get("admin", page);
            assertThat(answer.statusCode()).as(page).isEqualTo(200);
            assertThat(answer.body()).as(page).doesNotContainPattern("<script(?![^>]*\\bsrc=)[^>]*>[^<]*aviary");
        }
        assertThat(jenkins.get("admin", "job/declarative/1/").body())
                .as("the classic page of a build leads to the plugin's")
                .contains("href=\"/job/declarative/1/aviary\"");
        for (String file : io.jenkins.plugins.aviary.dashboard.DashboardFiles.names()) {
            assertThat(jenkins.status("admin", "aviary/assets/" + file))
                    .as(file)
                    .isEqualTo(200);
        }
        assertThat(jenkins.status("admin", "plugin/aviary/WEB-INF/engine/aviary-cli.jar"))
                .isBetween(400, 404);
    }

    @Test
    @Order(13)
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

    @Test
    @Order(14)
    void whatAnOperationCannotTellWaitsForAPersonWithoutAProcess() throws IOException, InterruptedException {
        int number = jenkins.build("undecided", """
                node('linux') {
                  writeFile file: 'aviary.yml', text: 'server: {dialect: generic, binary: x, readyLine: r}'
                  writeFile file: 'run.log', text: 'time 10\\ntime 11\\ntime 10\\ntime 10\\ntime 11\\ntime 10\\n'
                  def gate = benchmarkGate logs: ['run.log'], numbers: [tick: 'time ([0-9]+)'], against: 'none'
                  echo "VERDICT ${gate.verdict}"
                }
                """);
        jenkins.awaitLog("undecided", number, "cannot tell");
        assertThat(engines()).isEmpty();
        jenkins.restart();
        String page = "job/undecided/" + number + "/aviary/";
        Map<String, String> yes = Map.of("id", decision(page), "proceed", "true");
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

    static Stream<Arguments> examples() {
        return ExampleBuilds.all("http://127.0.0.1:" + team.getAddress().getPort() + "/");
    }

    @Test
    @Order(19)
    void noExampleIsLeftOut() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples/pipelines"))) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".Jenkinsfile", "")))
                    .allMatch(file -> examples().anyMatch(example -> example.get()[0].equals(file)));
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    @Order(20)
    void everyExamplePipelineRunsAndEndsAsItSays(String example, Map<String, String> parameters, String ends)
            throws Exception {
        if (parameters.containsKey("SCRATCH")) {
            worlds.scratch(parameters.get("SCRATCH"));
        }
        String pipeline = Files.readString(Path.of("examples/pipelines/" + example + ".Jenkinsfile"));
        int number = jenkins.build("sample", pipeline, parameters);
        if (parameters.containsKey("SCRATCH")) {
            jenkins.awaitLog("sample", number, LONG, "Waiting for");
            for (String voter : List.of("ben", "eve")) {
                assertThat(vote(voter, "approve", "").statusCode()).isEqualTo(302);
            }
        }
        if (example.contains("undecided")) {
            jenkins.awaitLog("sample", number, LONG, "cannot tell");
        }
        decideUntilItEnds("sample", number);
        assertEnds("sample", number, ends);
        assertThat(jenkins.console("sample", number)).doesNotContain("\tat ", "RejectedAccessException");
        assertThat(jenkins.status("reader", "job/sample/" + number + "/aviary/"))
                .isEqualTo(200);
    }

    @Test
    @Order(21)
    void aCanaryThatCrashesIsTakenBackThoughTheControllerIsRestartedMeanwhile() throws Exception {
        String pipeline = Files.readString(Path.of("examples/pipelines/11-canary-bad.Jenkinsfile"));
        Map<String, String> bad =
                Map.of("ENVIRONMENT", "live", "VERSION", "2.3.0", "PRESET", "bad-crash", "PAUSE", "60s");
        int number = jenkins.build("sample", pipeline, bad);
        jenkins.awaitLog("sample", number, LONG, " begins");
        jenkins.restart();
        assertEnds("sample", number, "FAILURE");
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
    @Order(22)
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
