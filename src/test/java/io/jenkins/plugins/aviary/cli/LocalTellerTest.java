package io.jenkins.plugins.aviary.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.aviary.approval.ApprovalGate;
import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.LocalDelivery;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.approval.VoteLink;
import io.jenkins.plugins.aviary.approval.VoteLinks;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.operation.Secrets;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What those who may vote are told, over a receiver and a mail server on this machine. */
@Timeout(60)
class LocalTellerTest {
    private static final String YAML = """
            version: 1
            server: {dataPack: data-sample}
            hosts:
              here: {local: true}
            environments:
              production:
                policy:
                  approval:
                    rule: 1 of (user:anna, user:carl)
                    escalation: 1 of user:dora
                    escalateAfter: 2h
                    expiresAfter: 8h
                    notices:
                      allowPrivateAddresses: true
                      beforeExpiry: 1h
                      channels:
                        team: {kind: webhook, url: "HOOK", credentials: key}
                        mail: {kind: email, server: 127.0.0.1, port: PORT, from: aviary@example.org}
                      persons: {anna: anna@example.org, dora: dora@example.org, eve: eve@example.org}
                worlds:
                  one: {host: here, path: /srv/one}
            """;
    private static final Pattern TOKEN = Pattern.compile("aviary approve --link (\\S+)");

    @TempDir
    Path folder;

    private final BlockingQueue<JsonNode> told = new LinkedBlockingQueue<>();
    private final CountDownLatch dead = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer hook;
    private GreenMail mail;
    private LocalDelivery delivery;
    private Digest release;

    @BeforeEach
    void start() throws Exception {
        mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.setExecutor(threads);
        hook.createContext("/hook", exchange -> {
            told.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hook.createContext("/dead", exchange -> {
            told.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            try {
                dead.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        hook.start();
        delivery = new LocalDelivery(folder, yaml("/hook"));
        release = delivery.artifact("1.0", "db.query('DROP TABLE `old`')");
    }

    @AfterEach
    void stop() {
        dead.countDown();
        hook.stop(0);
        threads.shutdownNow();
        mail.stop();
    }

    private String yaml(String path) {
        return YAML.replace("HOOK", "http://127.0.0.1:" + hook.getAddress().getPort() + path)
                .replace("PORT", String.valueOf(mail.getSmtp().getPort()));
    }

    private RunContext context() {
        RunContext plain = delivery.context();
        Secrets secrets = new Secrets() {
            @Override
            public Secret text(String id) {
                return Secret.of("the key of " + id);
            }

            @Override
            public String username(String id) {
                return "";
            }
        };
        return new RunContext(
                plain.workspace(),
                plain.home(),
                plain.log(),
                plain.progress(),
                plain.processes(),
                secrets,
                plain.events(),
                plain.clock(),
                plain.environment());
    }

    private CompletableFuture<Outcome<?>> waiting() {
        CompletableFuture<Outcome<?>> outcome = new CompletableFuture<>();
        LocalRun run = LocalRun.in(folder, Map.of(), new PrintStream(System.out, true, StandardCharsets.UTF_8), false);
        threads.execute(() -> {
            try (RecordedEvents events = RecordedEvents.open(run, "a gate");
                    LocalOperations operations = new LocalOperations(run, events)) {
                outcome.complete(operations.call(
                        new OperationType(ApprovalGate.class),
                        Map.of("environment", "production", "release", release.hex(), "message", "Winter event"),
                        context()));
            } catch (InterruptedException | RuntimeException e) {
                outcome.completeExceptionally(e);
            }
        });
        return outcome;
    }

    private GateState vote(String token, String person) {
        VoteLink link = VoteLinks.inHome(delivery.home(), delivery.clock()).read(token);
        try (Ledger ledger = LocalLedger.open(delivery.home(), delivery.clock())) {
            return new ApprovalGates(ledger, delivery.clock())
                    .voteByLink(link, new Person(person, "test", Set.of(), Set.of(), Set.of()), true, "good");
        }
    }

    private String mailTo(String address, int count) throws Exception {
        assertThat(mail.waitForIncomingEmail(30_000, count)).isTrue();
        for (var message : mail.getReceivedMessages()) {
            if (message.getAllRecipients()[0].toString().equals(address)) {
                assertThat(message.getAllRecipients()).hasSize(1);
                return message.getContent().toString();
            }
        }
        throw new AssertionError("no letter to " + address);
    }

    private static String token(String letter) {
        Matcher token = TOKEN.matcher(letter);
        assertThat(token.find()).as(letter).isTrue();
        return token.group(1);
    }

    @Test
    void theTeamIsToldWhatIsAskedAndThePersonHowToVoteByTheLink() throws Exception {
        var outcome = waiting();
        JsonNode notice = told.take();
        assertThat(notice.path("title").asText()).isEqualTo("Approval asked for: 1.0 to production");
        assertThat(notice.path("text").asText()).startsWith("Winter event").contains("aviary approve 'production/");
        JsonNode fields = notice.path("fields");
        assertThat(fields.path("who must agree").asText()).isEqualTo("1 of (user:anna, user:carl)");
        assertThat(fields.path("until").asText()).isEqualTo("2026-03-02T20:00:00Z");
        assertThat(fields.path("migrations").asText()).contains("1.lua: drops a table");
        assertThat(notice.toString()).doesNotContain("--link");

        String token = token(mailTo("anna@example.org", 1));
        assertThatThrownBy(() -> vote(token, "carl")).hasMessageContaining("not for carl");
        vote(token, "anna");
        assertThat(outcome.get().code()).isEqualTo(ExitCode.DONE);
        assertThat(mail.getReceivedMessages()).hasSize(1);
    }

    @Test
    void othersAreToldWhenTheGateEscalatesAndAllWhenItIsAboutToExpire() throws Exception {
        var outcome = waiting();
        told.take();
        mailTo("anna@example.org", 1);
        delivery.pass(Duration.ofHours(3));
        assertThat(told.take().path("title").asText()).startsWith("Approval asked of others as well");
        String toDora = mailTo("dora@example.org", 3);
        delivery.pass(Duration.ofHours(4).plusMinutes(30));
        assertThat(told.take().path("title").asText()).startsWith("Approval about to expire");
        vote(token(toDora), "dora");
        assertThat(outcome.get().code()).isEqualTo(ExitCode.DONE);
        assertThat(told).isEmpty();
    }

    @Test
    void aDeadChannelHoldsUpNeitherTheGateNorTheOtherLetters() throws Exception {
        delivery.configure(yaml("/dead"));
        var outcome = waiting();
        told.take();
        vote(token(mailTo("anna@example.org", 1)), "anna");
        // The channel answers only after the test.
        assertThat(outcome.get().code()).isEqualTo(ExitCode.DONE);
    }
}
