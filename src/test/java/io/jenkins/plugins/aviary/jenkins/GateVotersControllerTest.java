package io.jenkins.plugins.aviary.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose votes a real controller counts, and for what, see {@link ControllerTest}. */
@OnRealController
class GateVotersControllerTest {
    private static final String YAML = """
            version: 1
            server: {dataPack: data}
            hosts:
              here: {local: true}
            environments:
              production:
                policy:
                  approval: {rule: '2 of (user:ben, user:eve, role:approver)'}
                  freeze:
                    raid: {when: 'mon 10:00 to mon 10:05', zone: UTC}
                worlds:
                  one: {host: here, path: /srv/one}
            """;

    @TempDir
    private static Path folder;

    private static RealController jenkins;
    private static People people;
    private static String artifact;

    @BeforeAll
    static void start() throws Exception {
        jenkins = RealController.start(folder);
        people = new People(jenkins);
        jenkins.groovy("""
                def eve = hudson.model.User.getById('eve', false)
                eve.addProperty(new hudson.tasks.Mailer.UserProperty('eve@example.org'))
                eve.save()
                """);
        artifact = jenkins.storedRelease("3.1.0");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (jenkins != null) {
            jenkins.stop();
        }
    }

    @BeforeEach
    void asUsual() {
        configure(YAML);
    }

    private static void configure(String yaml) {
        jenkins.groovy("io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration.get().environments = '''"
                + yaml + "'''");
    }

    private static final String GATE = "approvalGate environment: 'production', release: 'RELEASE'";

    private static int ask(String job) throws InterruptedException {
        int number = jenkins.build(job, GATE.replace("RELEASE", artifact));
        jenkins.awaitLog(job, number, "Waiting for");
        return number;
    }

    private static void giveUp(String job, int number) throws InterruptedException {
        jenkins.post("admin", "job/" + job + "/" + number + "/stop", Map.of());
        jenkins.result(job, number);
        RealController.until(
                "the gate is closed",
                () -> jenkins.json("viewer", "aviary/api/approvals?state=waiting")
                                .path("total")
                                .asInt()
                        == 0);
    }

    @Test
    void votesAreVoidAndAskedForAnewWhenTheConfigurationChangesWhileTheGateWaits() throws Exception {
        int number = ask("changing");
        configure(YAML.replace("/srv/one", "/srv/two"));
        assertThat(people.vote("ben", "approve", "").statusCode()).isEqualTo(302);
        jenkins.awaitLog("changing", number, "1 votes are void: the config changed");
        assertThat(people.vote("ben", "approve", "").statusCode()).isEqualTo(302);
        configure(YAML.replace("/srv/one", "/srv/three"));
        assertThat(people.vote("eve", "approve", "").statusCode()).isEqualTo(302);
        jenkins.awaitLog("changing", number, "that does not count any more: the config changed");
        assertThat(people.vote("ben", "approve", "").statusCode()).isEqualTo(302);
        assertThat(people.vote("eve", "approve", "").statusCode()).isEqualTo(302);
        assertThat(jenkins.result("changing", number)).isEqualTo("SUCCESS");
    }

    @Test
    void whoStartedTheBuildThatStartedTheBuildCannotApprove() throws Exception {
        giveUp("inner", ask("inner"));
        int outer = jenkins.build("outer", "build job: 'inner', wait: false");
        assertThat(jenkins.result("outer", outer)).isEqualTo("SUCCESS");
        jenkins.awaitLog("inner", 2, "admin asks");
        giveUp("inner", 2);
        jenkins.post("ben", "job/outer/build?delay=0sec", Map.of());
        jenkins.awaitLog("inner", 3, "ben asks");
        JsonNode gate = waiting();
        Map<String, String> vote = Map.of(
                "gate",
                gate.path("gate").asText(),
                "subject",
                gate.path("subject").asText(),
                "vote",
                "approve");
        HttpResponse<String> answer = jenkins.post("ben", "aviary/approvals/vote", vote);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("ben asked for this and cannot approve it");
        giveUp("inner", 3);
    }

    private static JsonNode waiting() {
        return jenkins.json("viewer", "aviary/api/approvals?state=waiting")
                .path("items")
                .path(0);
    }

    @Test
    void aPersonIsOneUnderEverySpellingAndKnownByTheirAddress() {
        String said = jenkins.groovy("""
                def known = io.jenkins.plugins.aviary.jenkins.Persons.known('EVE', jenkins.model.Jenkins.get()).get()
                print known.id() + ' ' + known.is('Eve') + ' ' + known.isNamedIn(['EVE@example.org'])
                """);
        assertThat(said).startsWith("eve true true");
    }

    @Test
    void somebodyVotesForAnotherWhoHasLetThemByTheForm() throws Exception {
        int number = ask("away");
        Map<String, String> form = Map.of("to", "EVE", "end", "2999-01-01T00:00:00Z", "environments", "production");
        assertThat(jenkins.post("reader", "aviary/approvals/delegate", form).statusCode())
                .isEqualTo(403);
        assertThat(jenkins.post("ben", "aviary/approvals/delegate", form).statusCode())
                .as("a delegation lasts a year at most")
                .isEqualTo(400);
        String soon = Instant.now().plusSeconds(3600).toString();
        assertThat(jenkins.post(
                                "ben",
                                "aviary/approvals/delegate",
                                Map.of("to", "nobody-here", "end", soon, "environments", ""))
                        .statusCode())
                .isEqualTo(400);
        assertThat(jenkins.post(
                                "ben",
                                "aviary/approvals/delegate",
                                Map.of("to", "EVE", "end", soon, "environments", "production"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(jenkins.get("ben", "aviary/approvals/").body()).contains("may vote for you");
        String page = jenkins.get("eve", "aviary/approvals/").body();
        assertThat(page)
                .contains("name=\"behalfOf\"")
                .contains("The next freeze windows of")
                .contains("raid");
        JsonNode gate = waiting();
        Map<String, String> vote = Map.of(
                "gate",
                gate.path("gate").asText(),
                "subject",
                gate.path("subject").asText(),
                "vote",
                "approve",
                "comment",
                "ben is away",
                "behalfOf",
                "ben");
        assertThat(jenkins.post("eve", "aviary/approvals/vote", vote).body()).isEmpty();
        assertThat(jenkins.get("viewer", "aviary/approvals/").body()).contains("eve for ben as");
        assertThat(jenkins.post("ben", "aviary/approvals/undelegate", Map.of("to", "eve"))
                        .statusCode())
                .isEqualTo(302);
        assertThat(jenkins.post("ben", "aviary/approvals/undelegate", Map.of("to", "eve"))
                        .statusCode())
                .isEqualTo(404);
        giveUp("away", number);
    }

    @Test
    void aVoteLapsesWhenItsVoterMayNotApproveAnyMore() throws Exception {
        configure(YAML.replace("user:ben, user:eve, ", ""));
        int number = ask("dismissed");
        assertThat(people.vote("ben", "approve", "").statusCode()).isEqualTo(302);
        permit("ben", "remove");
        try {
            assertThat(people.vote("eve", "approve", "").statusCode()).isEqualTo(302);
            assertThat(jenkins.get("viewer", "aviary/approvals/").body()).doesNotContain("ben as role:approver");
        } finally {
            permit("ben", "add");
        }
        assertThat(people.vote("ben", "approve", "").statusCode()).isEqualTo(302);
        assertThat(jenkins.result("dismissed", number)).isEqualTo("SUCCESS");
    }

    private static void permit(String user, String how) {
        jenkins.groovy("""
                import org.jenkinsci.plugins.matrixauth.*
                def rights = jenkins.model.Jenkins.get().authorizationStrategy
                def entry = new PermissionEntry(AuthorizationType.USER, '%s')
                def approve = io.jenkins.plugins.aviary.jenkins.AviaryPermissions.APPROVE
                if ('%s' == 'add') { rights.add(approve, entry) }
                else { rights.grantedPermissionEntries.get(approve).remove(entry) }
                """.formatted(user, how));
    }
}
