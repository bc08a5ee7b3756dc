package io.jenkins.plugins.aviary.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.artifact.ProvenanceCheck;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.ProvenanceDemand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the controller vouches for and watches over around a delivery, on a real one: see {@link ControllerTest}. */
@OnRealController
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeliveryControllerTest {
    private static final Pattern LINK = Pattern.compile("approvals/link/([A-Za-z0-9_.-]+)");

    @TempDir
    private static Path folder;

    private static RealController jenkins;
    private static String artifact;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        jenkins = RealController.start(folder);
        jenkins.connectAgent("linux");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (jenkins != null) {
            jenkins.stop();
        }
    }

    private static String onAgent(String steps) {
        return """
                node('linux') {
                  writeFile file: 'CMakeLists.txt', text: 'cmake_minimum_required(VERSION 3.20)\\nproject(tiny CXX)\\nadd_executable(tiny main.cpp)\\n'
                  writeFile file: 'main.cpp', text: 'int main(){return 0;}'
                  writeFile file: 'CMakePresets.json', text: '{"version":3,"configurePresets":[{"name":"release","generator":"Unix Makefiles","binaryDir":"${sourceDir}/b"}],"buildPresets":[{"name":"release","configurePreset":"release"}]}'
                  writeFile file: 'aviary.yml', text: '''version: 1
                server: {dialect: generic, binary: tiny, readyLine: ready}
                build: {preset: release}
                package: {name: tiny, files: {tiny: b/tiny}}
                hosts: {here: {local: true}}
                environments:
                  production:
                    policy: {provenance: {required: true}, approval: {rule: 'user:eve'}}
                    worlds:
                      one: {host: here, path: FOLDER/world, start: {command: [./tiny]}}
                '''
                  STEPS
                }
                """.replace("FOLDER", folder.toString()).replace("STEPS", steps);
    }

    private static Path provenance() {
        return jenkins.home().resolve("aviary/artifacts/provenance").resolve(artifact + ".json");
    }

    @Test
    @Order(1)
    void theControllerSignsWhatAnAgentBuiltAndTheAgentNeverSeesTheKey() throws IOException, InterruptedException {
        int number = jenkins.build(
                "build", onAgent("echo \"ARTIFACT ${canaryBuild(version: '1.0.0', test: false).artifact}\""));
        assertThat(jenkins.result("build", number))
                .as(jenkins.console("build", number))
                .isEqualTo("SUCCESS");
        Matcher found = Pattern.compile("ARTIFACT ([0-9a-f]{64})").matcher(jenkins.console("build", number));
        assertThat(found.find()).isTrue();
        artifact = found.group(1);

        var provenance = ProvenanceCheck.inHome(
                        jenkins.home().resolve("aviary"), "production", new ProvenanceDemand(true, List.of()))
                .verify(new Digest(artifact));
        assertThat(provenance).hasValueSatisfying(found1 -> {
            assertThat(found1.run()).isEqualTo("build#" + number);
            assertThat(found1.parameters()).containsEntry("version", "1.0.0");
        });
        String secret = Files.readString(jenkins.home().resolve("aviary/ledger/signing.key"));
        try (Stream<Path> files = Files.walk(jenkins.agentFolder("linux"))) {
            assertThat(files.filter(Files::isRegularFile).filter(file -> contains(file, secret)))
                    .isEmpty();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.size(file) < 1 << 20
                    && new String(Files.readAllBytes(file))
                            .contains(text.lines().toList().get(1));
        } catch (IOException e) {
            return false;
        }
    }

    private static String deploy() {
        return onAgent("deployRelease environment: 'production', release: '" + artifact + "'");
    }

    @Test
    @Order(2)
    void anAlteredProvenanceStopsADeliveryBeforeAProcessIsStarted() throws IOException, InterruptedException {
        String good = Files.readString(provenance());
        Files.writeString(provenance(), good.replace("\"sig\":\"", "\"sig\":\"AAAA"));
        int number = jenkins.build("altered", deploy());
        assertThat(jenkins.result("altered", number)).isEqualTo("FAILURE");
        assertThat(jenkins.console("altered", number)).contains("was altered after it was signed");
        Files.delete(provenance());
        number = jenkins.build("gone", deploy());
        assertThat(jenkins.result("gone", number)).isEqualTo("FAILURE");
        assertThat(jenkins.console("gone", number)).contains("is in the ledger but gone from the disk");
        Files.writeString(provenance(), good);
        assertThat(folder.resolve("world")).doesNotExist();
    }

    /** An agent would do as it is told; it is the controller that does not tell it. */
    @Test
    @Order(2)
    void aDeliveryThatNobodyApprovedIsRefusedBeforeAProcessIsStarted() throws IOException, InterruptedException {
        for (String step : List.of("deployRelease", "canaryRelease")) {
            int number = jenkins.build(
                    "unapproved", onAgent(step + " environment: 'production', release: '" + artifact + "'"));
            assertThat(jenkins.result("unapproved", number)).isEqualTo("FAILURE");
            assertThat(jenkins.console("unapproved", number))
                    .contains("1.0.0 may not go to production yet", "approval (nobody was asked")
                    .doesNotContain("Delivering");
        }
        assertThat(folder.resolve("world")).doesNotExist();
    }

    @Test
    @Order(3)
    void aLinkLetsItsPersonVoteOnceAndNobodyElse() throws InterruptedException {
        int number =
                jenkins.build("linked", onAgent("approvalGate environment: 'production', release: '" + artifact + "'"));
        jenkins.awaitLog("linked", number, "Vote by eve");
        Matcher link = LINK.matcher(jenkins.get("admin", "job/linked/" + number + "/logText/progressiveHtml")
                .body());
        assertThat(link.find()).isTrue();
        String page = "aviary/approvals/link/" + link.group(1) + "/";

        assertThat(jenkins.get("eve", page).body()).contains("1.0.0", "value=\"approve\"");
        assertThat(jenkins.get("ben", page).body())
                .contains("for somebody else")
                .doesNotContain("value=\"approve\"");
        assertThat(jenkins.get("reader", page).body()).doesNotContain("1.0.0");
        assertThat(jenkins.status("anonymous", page)).isEqualTo(403);
        assertThat(jenkins.status("eve", page + "vote")).isEqualTo(405);
        Map<String, String> vote = Map.of("vote", "approve", "comment", "");
        assertThat(jenkins.post("ben", page + "vote", vote).statusCode()).isEqualTo(400);
        assertThat(jenkins.post("reader", page + "vote", vote).statusCode()).isEqualTo(404);
        assertThat(jenkins.post("eve", "aviary/approvals/link/forged.token/vote", vote)
                        .statusCode())
                .isEqualTo(400);
        assertThat(jenkins.post("eve", page + "vote", vote).statusCode()).isEqualTo(302);
        assertThat(jenkins.post("eve", page + "vote", vote).statusCode()).isEqualTo(400);
        assertThat(jenkins.result("linked", number)).isEqualTo("SUCCESS");
    }

    /** The build whose delivery is at it is only waiting for its turn to end: another one is let in when it was deleted. */
    @Test
    @Order(4)
    void aDeliveryWaitsForTheTurnOfAnotherBuildAndFreesThatOfOneThatRunsNoMore()
            throws IOException, InterruptedException {
        jenkins.groovy("""
                import io.jenkins.plugins.aviary.jenkins.Installation
                import io.jenkins.plugins.aviary.ledger.Actor
                import io.jenkins.plugins.aviary.model.WhenBusy
                import io.jenkins.plugins.aviary.release.EnvironmentTurns
                def all = Installation.get()
                all.turns().request(new EnvironmentTurns.Request('long#1/7', 'production', 'another controller',
                    'long#1', 'deployRelease', '', new Actor('anna', 'jenkins')), WhenBusy.QUEUE)
                all.turns().request(new EnvironmentTurns.Request('gone#999/7', 'production', all.origin(),
                    'gone#999', 'deployRelease', '', new Actor('anna', 'jenkins')), WhenBusy.QUEUE)
                """);
        int number = jenkins.build("waits", deploy());
        jenkins.awaitLog("waits", number, "production is busy with deployRelease of long#1 by anna; waiting, 2 ahead");
        jenkins.groovy(
                "io.jenkins.plugins.aviary.jenkins.Installation.get().turns().release('long#1/7', 'its controller said so')");
        jenkins.result("waits", number);
        // The program is no game server, so it is never ready; what counts is that its turn came.
        assertThat(jenkins.console("waits", number)).contains("Delivering");
        assertThat(jenkins.groovy("print io.jenkins.plugins.aviary.jenkins.Installation.get().turns().all()"))
                .startsWith("[]");
    }
}
