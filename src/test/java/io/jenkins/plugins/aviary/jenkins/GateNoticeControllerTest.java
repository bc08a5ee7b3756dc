package io.jenkins.plugins.aviary.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real controller tells those who may vote, see {@link ControllerTest}. */
@OnRealController
class GateNoticeControllerTest {
    private static final String YAML = """
            version: 1
            server: {dataPack: data}
            hosts:
              here: {local: true}
            environments:
              production:
                policy:
                  approval:
                    rule: 1 of user:eve
                    notices:
                      allowPrivateAddresses: true
                      channels:
                        team: {kind: webhook, url: "HOOK", credentials: hook-key}
                        none: {kind: discord, credentials: nowhere}
                        mail: {kind: email, server: 127.0.0.1, port: PORT, from: aviary@example.org}
                      persons: {ben: ben@example.org}
                worlds:
                  one: {host: here, path: /srv/one}
              brief:
                policy:
                  approval:
                    rule: 1 of user:reader
                    expiresAfter: 20s
                    notices:
                      allowPrivateAddresses: true
                      channels:
                        team: {kind: webhook, url: "HOOK", credentials: hook-key}
                worlds:
                  two: {host: here, path: /srv/two}
            """;
    private static final Pattern LINK = Pattern.compile("https://ci\\.example\\.org/(aviary/approvals/link/[^/\\s]+/)");

    @TempDir
    private static Path folder;

    private static final BlockingQueue<JsonNode> TOLD = new LinkedBlockingQueue<>();
    private static RealController jenkins;
    private static HttpServer team;
    private static GreenMail mail;
    private static String artifact;

    @BeforeAll
    static void start() throws Exception {
        jenkins = RealController.start(folder);
        team = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        team.createContext("/", exchange -> {
            TOLD.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        team.start();
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        jenkins.addSecretText("hook-key", "a signing key");
        String yaml = YAML.replace(
                        "HOOK", "http://127.0.0.1:" + team.getAddress().getPort() + "/")
                .replace("PORT", String.valueOf(mail.getSmtp().getPort()));
        jenkins.groovy("""
                io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration.get().environments = '''%s'''
                jenkins.model.JenkinsLocationConfiguration.get().url = 'https://ci.example.org/'
                def eve = hudson.model.User.getById('eve', false)
                eve.addProperty(new hudson.tasks.Mailer.UserProperty('eve@example.org'))
                eve.save()
                """.formatted(yaml));
        artifact = jenkins.storedRelease("3.1.0");
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (jenkins != null) {
            jenkins.stop();
        }
        if (team != null) {
            team.stop(0);
        }
        if (mail != null) {
            mail.stop();
        }
    }

    private static String gate(String environment) {
        return "approvalGate environment: '" + environment + "', release: '" + artifact + "'";
    }

    private static JsonNode told() throws InterruptedException {
        JsonNode notice = TOLD.poll(2, TimeUnit.MINUTES);
        assertThat(notice).as("the team is told").isNotNull();
        return notice;
    }

    @Test
    void thePersonVotesByTheLinkInTheirMailAndTheTeamIsToldWithoutIt() throws Exception {
        int number = jenkins.build("told", gate("production"));
        JsonNode notice = told();
        assertThat(notice.path("title").asText()).isEqualTo("Approval asked for: 3.1.0 to production");
        assertThat(notice.path("link").asText()).isEqualTo("https://ci.example.org/aviary/approvals/");
        assertThat(notice.toString()).doesNotContain("approvals/link");
        assertThat(mail.waitForIncomingEmail(60_000, 1)).isTrue();
        jenkins.awaitLog("told", number, "told by email to eve@example.org");
        jenkins.awaitLog("told", number, "not told by discord: there is no credential 'nowhere'");
        jenkins.restart();
        jenkins.awaitLog("told", number, "Ready to run");

        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(mail.getReceivedMessages()[0].getAllRecipients()[0]).hasToString("eve@example.org");
        Matcher link = LINK.matcher(mail.getReceivedMessages()[0].getContent().toString());
        assertThat(link.find()).isTrue();
        Map<String, String> vote = Map.of("vote", "approve", "comment", "");
        assertThat(jenkins.status("anonymous", link.group(1))).isEqualTo(403);
        assertThat(jenkins.post("ben", link.group(1) + "vote", vote).statusCode())
                .isEqualTo(400);
        assertThat(jenkins.post("eve", link.group(1) + "vote", vote).statusCode())
                .isEqualTo(302);
        assertThat(jenkins.result("told", number)).isEqualTo("SUCCESS");
        assertThat(TOLD).isEmpty();
    }

    @Test
    void theTeamIsToldBeforeTheGateExpires() throws Exception {
        int number = jenkins.build("brief", gate("brief"));
        assertThat(told().path("title").asText()).startsWith("Approval asked for");
        assertThat(told().path("title").asText()).startsWith("Approval about to expire");
        assertThat(jenkins.result("brief", number)).isEqualTo("FAILURE");
    }

    @Test
    void aTurnIsFreedByHandByWhoeverMayBreakTheGlassAndOnlyIfItsBuildIsGone() throws Exception {
        int number = jenkins.build("sleeping", "sleep 600");
        jenkins.awaitLog("sleeping", number, "Sleeping");
        jenkins.groovy("""
                import io.jenkins.plugins.aviary.release.EnvironmentTurns
                def installation = io.jenkins.plugins.aviary.jenkins.Installation.get()
                def ask = { id, keeper, run -> installation.turns().request(
                    new EnvironmentTurns.Request(id, 'production', keeper, run, 'deployRelease', '',
                        new io.jenkins.plugins.aviary.ledger.Actor('ben', 'jenkins')),
                    io.jenkins.plugins.aviary.model.WhenBusy.QUEUE) }
                ask('of-a-controller-that-burnt', 'aviary/elsewhere', 'gone#1')
                ask('of-a-build-that-runs', installation.origin(), 'sleeping#%d')
                """.formatted(number));
        assertThat(free("eve", "of-a-controller-that-burnt", "please")).isEqualTo(403);
        assertThat(free("admin", "of-a-controller-that-burnt", " ")).isEqualTo(400);
        assertThat(free("admin", "of-a-build-that-runs", "hurry")).isEqualTo(400);
        assertThat(free("admin", "of-nobody", "hurry")).isEqualTo(404);
        assertThat(free("admin", "of-a-controller-that-burnt", "it burnt")).isEqualTo(302);
        JsonNode queue = jenkins.json("admin", "aviary/api/board")
                .path("environments")
                .path(0)
                .path("turns");
        assertThat(queue.findValuesAsText("turn")).containsExactly("of-a-build-that-runs");
        jenkins.post("admin", "job/sleeping/" + number + "/stop", Map.of());
    }

    private static int free(String user, String turn, String reason) {
        return jenkins.post(user, "aviary/turns/free", Map.of("turn", turn, "reason", reason))
                .statusCode();
    }
}
