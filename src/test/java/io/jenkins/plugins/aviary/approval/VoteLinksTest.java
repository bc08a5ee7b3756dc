package io.jenkins.plugins.aviary.approval;

import static io.jenkins.plugins.aviary.approval.ApprovalSamples.ANNA;
import static io.jenkins.plugins.aviary.approval.ApprovalSamples.BEN;
import static io.jenkins.plugins.aviary.approval.ApprovalSamples.DORA;
import static io.jenkins.plugins.aviary.approval.ApprovalSamples.policy;
import static io.jenkins.plugins.aviary.approval.ApprovalSamples.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.testing.MovableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VoteLinksTest {
    private static final String GATE = "canary/main#7:approve";

    @TempDir
    Path home;

    private final MovableClock clock = new MovableClock(ApprovalSamples.START);
    private Ledger ledger;
    private ApprovalGates gates;
    private VoteLinks links;

    @BeforeEach
    void aGateIsOpen() {
        ledger = Ledger.inHome(home, "test", clock, Duration.ZERO);
        gates = new ApprovalGates(ledger, clock);
        links = VoteLinks.inHome(home, clock);
        gates.open(request(GATE, policy("2 of group:ops")), DORA);
    }

    @AfterEach
    void closed() {
        ledger.close();
    }

    private GateState gate() {
        return gates.find(GATE).orElseThrow();
    }

    private GateState vote(String token, Person voter) {
        return gates.voteByLink(links.read(token), voter, true, "");
    }

    @Test
    void onePersonVotesOnceByTheirLink() {
        String token = links.token(gate(), "anna");
        assertThat(links.read(token).subject()).isEqualTo(gate().subject());
        assertThat(gate().votes()).isEmpty();

        assertThat(vote(token, ANNA).votes()).extracting(Vote::voter).containsExactly("anna");
        gates.withdraw(GATE, ANNA);
        assertThatThrownBy(() -> vote(token, ANNA)).hasMessageContaining("used before");
    }

    @Test
    void aUsedLinkStaysUsedAfterARestart() {
        String token = links.token(gate(), "anna");
        vote(token, ANNA);
        gates.withdraw(GATE, ANNA);
        ledger.close();
        ledger = Ledger.inHome(home, "test", clock, Duration.ZERO);
        gates = new ApprovalGates(ledger, clock);
        links = VoteLinks.inHome(home, clock);
        assertThatThrownBy(() -> vote(token, ANNA)).hasMessageContaining("used before");
    }

    @Test
    void aLinkIsNoProofOfWhoComesWithIt() {
        String token = links.token(gate(), "anna");
        assertThatThrownBy(() -> vote(token, BEN)).hasMessageContaining("not for ben");
        String foreign = links.token(gate(), "zoe");
        assertThatThrownBy(() -> vote(foreign, ApprovalSamples.person("zoe"))).hasMessageContaining("may not vote");
        String requester = links.token(gate(), "dora");
        assertThatThrownBy(() -> vote(requester, DORA)).hasMessageContaining("asked for this");
        assertThat(gate().votes()).isEmpty();
    }

    @Test
    void aLinkIsForWhatTheNoticeShowed() {
        String token = links.token(gate(), "anna");
        ApprovalSubject now = gate().request().subject();
        gates.rebind(
                GATE,
                gate().request()
                        .about(new ApprovalSubject(
                                now.environment(),
                                io.jenkins.plugins.aviary.model.Digest.of("another"),
                                now.config(),
                                now.migrations())),
                "another release");
        assertThatThrownBy(() -> vote(token, ANNA)).hasMessageContaining("no longer what is asked for");
    }

    @Test
    void aLinkEndsWithItsGate() {
        String token = links.token(gate(), "anna");
        clock.move(Duration.between(clock.instant(), gate().expires()));
        assertThatThrownBy(() -> links.read(token)).hasMessageContaining("This link ended at");
    }

    @Test
    void aLinkThatWasChangedOrMadeElsewhereIsRefused() {
        String token = links.token(gate(), "anna");
        String content = new String(
                Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))), StandardCharsets.UTF_8);
        String forged = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(content.replace("anna", "benn").getBytes(StandardCharsets.UTF_8))
                + token.substring(token.indexOf('.'));
        String elsewhere = VoteLinks.inHome(home.resolve("elsewhere"), clock).token(gate(), "anna");
        for (String bad : new String[] {
            forged, elsewhere, "", ".", "a.b", token + "A", token.substring(2), "\u20ac." + token, "x".repeat(5000)
        }) {
            assertThatThrownBy(() -> links.read(bad))
                    .as(bad)
                    .isInstanceOf(ApprovalRefused.class)
                    .hasMessageContaining("not made here");
        }
    }

    @Test
    void aDenialByLinkClosesTheGateWithItsReason() {
        String token = links.token(gate(), "anna");
        assertThatThrownBy(() -> gates.voteByLink(links.read(token), ANNA, false, ""))
                .hasMessageContaining("needs a reason");
        GateState denied = gates.voteByLink(links.read(token), ANNA, false, "the map is broken");
        assertThat(denied.settlement().orElseThrow().outcome()).isEqualTo(Settlement.Outcome.DENIED);
    }

    @Test
    void theKeyIsForItsOwnerAlone() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("keys/links.key"))))
                .isEqualTo("rw-------");
    }
}
