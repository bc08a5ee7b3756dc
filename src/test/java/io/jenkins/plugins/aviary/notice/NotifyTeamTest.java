package io.jenkins.plugins.aviary.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotifyTeamTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final Notice NOTICE = new Notice(
            "Canary 2.0 is live",
            "All **worlds** run it.\n@everyone <script>",
            Mood.GOOD,
            "https://ci.example.org/job/1",
            Map.of("worlds", "3"));

    @TempDir
    Path folder;

    private final RecordedRun run = new RecordedRun();
    private final List<JsonNode> bodies = Collections.synchronizedList(new ArrayList<>());
    private final List<String> signatures = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Integer> answers = new LinkedList<>();
    private final List<Duration> waits = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            bodies.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            signatures.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Aviary-Signature")));
            Integer status = answers.poll();
            if (status != null && status == 429) {
                exchange.getResponseHeaders().add("Retry-After", "7");
            }
            exchange.sendResponseHeaders(status == null ? 204 : status, -1);
            exchange.close();
        });
        server.start();
        run.with("discord", url()).with("slack", url()).with("key", "signing-key");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    private RunContext context() {
        return run.context(folder, folder, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Channel channel(Channel.Kind kind, String credentials, String url) {
        return new Channel(kind, credentials, url, "", 0, "", List.of());
    }

    private NotifyTeam.Result send(Channel... channels) throws InterruptedException {
        return new Delivery(context(), new AddressPolicy(true), new HttpChannel(BackOff.USUAL, waits::add))
                .send(NOTICE, Arrays.asList(channels));
    }

    @Test
    void discordGetsAnEmbedThatMentionsNobody() throws Exception {
        send(channel(Channel.Kind.DISCORD, "discord", ""));
        JsonNode body = bodies.get(0);
        assertThat(body.path("allowed_mentions").path("parse")).isEmpty();
        String text = body.path("embeds").path(0).path("description").asText();
        assertThat(text)
                .contains("\\*\\*worlds\\*\\*")
                .doesNotContain("@everyone")
                .contains("@\u200beveryone");
    }

    @Test
    void discordsBoundsAreKept() {
        var message = DiscordMessage.of(new Notice("t".repeat(900), "x".repeat(9000), Mood.BAD, "", Map.of("a", "b")));
        JsonNode embed = message.path("embeds").path(0);
        assertThat(embed.path("title").asText()).hasSize(256).endsWith("\u2026");
        assertThat(embed.path("description").asText()).hasSize(4096);
    }

    @Test
    void slackGetsPlainTextThatCannotLinkOrMention() throws Exception {
        send(channel(Channel.Kind.SLACK, "slack", ""));
        JsonNode section = bodies.get(0).path("blocks").path(1).path("text");
        assertThat(section.path("type").asText()).isEqualTo("plain_text");
    }

    @Test
    void aWebhookIsSignedSoThatItsReceiverCanTellAForgery() throws Exception {
        send(channel(Channel.Kind.WEBHOOK, "key", url()));
        byte[] body = bodies.get(0).toString().getBytes(StandardCharsets.UTF_8);
        assertThat(signatures.get(0)).isEqualTo(WebhookMessage.signature(body, Secret.of("signing-key"), NOW));
        assertThat(signatures.get(0)).isNotEqualTo(WebhookMessage.signature(body, Secret.of("another"), NOW));
    }

    @Test
    void theSignatureIsThatOfAnIndependentProgram() {
        // printf '1772452800.{}' | openssl dgst -sha256 -hmac signing-key
        assertThat(WebhookMessage.signature("{}".getBytes(StandardCharsets.UTF_8), Secret.of("signing-key"), NOW))
                .isEqualTo("t=1772452800,v1=a58d8ec44574bee367830f9cf060b11a0445f0b2cd5c5665be056a3b00efd5d1");
    }

    @Test
    void aBusyChannelIsTriedAgainAfterTheTimeItAsksFor() throws Exception {
        answers.addAll(List.of(429, 503, 204));
        var result = send(channel(Channel.Kind.DISCORD, "discord", ""));
        assertThat(result.delivered()).containsExactly("discord");
        assertThat(waits).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(4));
    }

    @Test
    void aChannelThatRefusesIsNotTriedAgain() throws Exception {
        answers.add(404);
        var result = send(channel(Channel.Kind.DISCORD, "discord", ""));
        assertThat(result.failed().get("discord")).contains("answered 404");
        assertThat(bodies).hasSize(1);
    }

    @Test
    void aDeadChannelIsAWarningAndTheOthersAreTold() throws Exception {
        answers.addAll(List.of(500, 500, 500, 500));
        var result = send(channel(Channel.Kind.DISCORD, "discord", ""), channel(Channel.Kind.SLACK, "slack", ""));
        assertThat(result.delivered()).containsExactly("slack");
        assertThat(run.lines()).anyMatch(line -> line.startsWith("WARN The team was not told by discord"));
    }

    @Test
    void theAddressOfAWebhookIsASecretAndNeverTold() throws Exception {
        run.with("discord", "http://127.0.0.1:1/hooks/very-secret-token");
        var result = send(channel(Channel.Kind.DISCORD, "discord", ""));
        assertThat(String.join("\n", run.lines()) + result.failed()).doesNotContain("very-secret-token");
    }

    @Test
    void aMissingCredentialFailsNoDelivery() throws Exception {
        var outcome = new NotifyTeam(
                        "Live",
                        "",
                        List.of(channel(Channel.Kind.DISCORD, "nowhere", "")),
                        Mood.GOOD,
                        "",
                        Map.of(),
                        false)
                .run(context());
        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.result().failed()).containsKey("discord");
    }

    @Test
    void anEmailIsSentWithItsFacts() throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try {
            mail.setUser("aviary@example.org", "aviary", "mail-password");
            run.with("mail", "mail-password").with("mail.username", "aviary");
            var result = send(new Channel(
                    Channel.Kind.EMAIL,
                    "mail",
                    "",
                    "127.0.0.1",
                    mail.getSmtp().getPort(),
                    "aviary@example.org",
                    List.of("ops@example.org")));
            assertThat(result.failed()).isEmpty();
            var message = mail.getReceivedMessages()[0];
            assertThat(message.getSubject()).contains("Canary 2.0 is live");
            assertThat(message.getContent().toString()).contains("worlds: 3").contains("https://ci.example.org/job/1");
        } finally {
            mail.stop();
        }
    }

    @Test
    void aHeadlineCannotForgeAnotherHeader() throws Exception {
        GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        try {
            new EmailChannel(run, true)
                    .send(
                            new Channel(
                                    Channel.Kind.EMAIL,
                                    "",
                                    "",
                                    "127.0.0.1",
                                    mail.getSmtp().getPort(),
                                    "aviary@example.org",
                                    List.of("ops@example.org")),
                            new Notice("Live\r\nBcc: thief@example.org", "", Mood.GOOD, "", Map.of()),
                            NOW);
            assertThat(mail.getReceivedMessages()).hasSize(1);
            assertThat(mail.getReceivedMessages()[0].getHeader("Bcc")).isNull();
        } finally {
            mail.stop();
        }
    }

    @Test
    void templatesAreFilledAndValuesAreNoTemplates() throws Exception {
        var outcome = new NotifyTeam(
                        "{{version}} is live",
                        "",
                        List.of(channel(Channel.Kind.WEBHOOK, "key", url())),
                        Mood.GOOD,
                        "",
                        Map.of("version", "2.0 {{secret}}"),
                        true)
                .run(context());
        assertThat(outcome.result().delivered()).containsExactly("webhook");
        assertThat(bodies.get(0).path("title").asText()).isEqualTo("2.0 {{secret}} is live");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/x",
                "https://10.1.2.3/x",
                "https://172.16.0.1/x",
                "https://192.168.1.1/x",
                "https://169.254.169.254/latest/meta-data",
                "https://100.64.0.1/x",
                "https://0.0.0.0/x",
                "https://[::1]/x",
                "https://[fd00::1]/x",
                "https://[fe80::1]/x",
                "https://[::ffff:10.0.0.1]/x",
                "https://[64:ff9b::a00:1]/x",
                "http://example.org/x",
                "https://user@example.org/x",
                "file:///etc/passwd"
            })
    void addressesInsideTheNetworkAreRefused(String url) {
        assertThatThrownBy(() -> new AddressPolicy(false).require(URI.create(url)))
                .hasMessageMatching("(?s).*(private address|not reached by https|not a URL with a host).*");
    }

    @Test
    void aPublicAddressPasses() throws Exception {
        assertThat(AddressPolicy.isPrivate(InetAddress.getByName("198.41.0.4"))).isFalse();
    }

    @Test
    void aChannelThatLacksWhatItNeedsIsRefusedBeforeAnythingIsSent() {
        assertThatThrownBy(() -> channel(Channel.Kind.WEBHOOK, "key", ""))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("needs 'url'");
        assertThatThrownBy(() -> new Channel(
                        Channel.Kind.EMAIL,
                        "",
                        "",
                        "mail.example.org",
                        0,
                        "a@example.org\r\nBcc: b@c",
                        List.of("a@b.c")))
                .isInstanceOf(InvalidParameter.class);
    }

    @Test
    void theResultOfAnOutcomeIsDone() throws Exception {
        Outcome<NotifyTeam.Result> outcome = new NotifyTeam(
                        "Live", "", List.of(channel(Channel.Kind.WEBHOOK, "key", url())), Mood.BAD, "", Map.of(), true)
                .run(context());
        assertThat(outcome.summary()).isEqualTo("told 1 of 1 channels");
    }
}
