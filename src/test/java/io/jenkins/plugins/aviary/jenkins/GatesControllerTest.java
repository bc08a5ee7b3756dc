package io.jenkins.plugins.aviary.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.dashboard.DashboardFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Gates on a real controller, and who reaches which address there: see {@link ControllerTest}. */
@OnRealController
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GatesControllerTest {
    private static final Duration LONG = Duration.ofMinutes(15);

    @TempDir
    private static Path folder;

    private static RealController jenkins;
    private static People people;
    private static String artifact;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        jenkins = RealController.start(folder);
        people = new People(jenkins);
        jenkins.groovy("""
                io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration.get().environments = '''
                hosts:
                  here: {local: true}
                environments:
                  gated:
                    policy:
                      approval: {rule: '2 of (user:ben, user:eve)'}
                    worlds:
                      one: {host: here, path: /srv/one, ports: {game: 7172, login: 7171, status: 7171}}
                '''
                """);
        int number = jenkins.build("built", SlowBuild.scripted("1.0.0"));
        assertEnds("built", number, "SUCCESS");
        artifact = SlowBuild.artifact(jenkins.console("built", number));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (jenkins != null) {
            jenkins.stop();
        }
    }

    private static void assertEnds(String job, int number, String result) throws InterruptedException {
        assertThat(jenkins.result(job, number, LONG))
                .as(jenkins.console(job, number))
                .isEqualTo(result);
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
    @Order(1)
    void aGateWaitsWithoutAnExecutorOverARestartAndCountsOneVoteOfEachPerson()
            throws IOException, InterruptedException {
        int number = ask("gated");
        assertThat(jenkins.groovy("print jenkins.model.Jenkins.get().computers.sum { it.countBusy() }"))
                .startsWith("0");
        jenkins.restart();
        assertThat(people.vote("ben", "approve", "").statusCode()).isEqualTo(302);
        String page = jenkins.get("eve", "aviary/approvals/").body();
        assertThat(page).contains("&lt;script").doesNotContain("<script>alert");
        List<CompletableFuture<Integer>> votes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            votes.add(CompletableFuture.supplyAsync(
                    () -> people.vote("eve", "approve", "").statusCode()));
        }
        assertThat(votes.stream().map(CompletableFuture::join).toList()).containsOnlyOnce(302);
        assertEnds("gated", number, "SUCCESS");
        assertThat(jenkins.console("gated", number)).contains("GATE approved", "promoted 1.0.0 to gated");
    }

    @Test
    @Order(2)
    void aDenialFailsThePipelineWithItsReason() throws InterruptedException {
        int number = ask("denied");
        assertThat(people.vote("ben", "deny", "").statusCode()).isEqualTo(400);
        assertThat(people.vote("ben", "deny", "not today").statusCode()).isEqualTo(302);
        assertEnds("denied", number, "FAILURE");
        assertThat(jenkins.console("denied", number)).contains("not today").doesNotContain("\tat ");
    }

    @Test
    @Order(3)
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
    @Order(4)
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
    @Order(5)
    void everyFileOfThePagesIsServedAndTheEngineIsNot() {
        for (String file : DashboardFiles.names()) {
            assertThat(jenkins.status("admin", "aviary/assets/" + file))
                    .as(file)
                    .isEqualTo(200);
        }
        assertThat(jenkins.status("admin", "plugin/aviary/WEB-INF/engine/aviary-cli.jar"))
                .isBetween(400, 404);
    }
}
