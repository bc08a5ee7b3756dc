package io.jenkins.plugins.aviary.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.approval.GateState;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkedGateTest {
    @TempDir
    Path home;

    private SampleSite site;
    private LinkedGate link;

    @BeforeEach
    void open() {
        site = new SampleSite(home);
        GateState gate = site.open("deliver#7/12", "deliver#7");
        site.addJob("deliver").rights.add(Right.APPROVE);
        link = new GatePages(site).getLink(site.links().token(gate, "anna"));
    }

    @AfterEach
    void close() {
        site.close();
    }

    private GateState now() {
        return site.gates.find("deliver#7/12").orElseThrow();
    }

    @Test
    void showsTheGateToWhoeverItWasMadeForAndTakesOneVote() throws Exception {
        assertThat(link.getGate().isMine()).isTrue();
        assertThat(Browser.shows(link.doVote("approve", " fine ")).redirect()).isEqualTo("../..");
        assertThat(now().votes())
                .singleElement()
                .satisfies(vote -> assertThat(vote.comment()).isEqualTo("fine"));
        assertThat(link.getGate()).as("the gate has ended").isNull();
        assertThat(Browser.shows(link.doVote("approve", "")).status()).isEqualTo(400);
    }

    @Test
    void isOfNoUseToAnybodyElse() throws Exception {
        site.visitor = "ben";
        assertThat(link.getGate().isMine()).isFalse();
        assertThat(Browser.shows(link.doVote("approve", "")).status()).isEqualTo(400);
        assertThat(now().votes()).isEmpty();
    }

    @Test
    void isOfNoUseOnceSomethingElseIsAskedFor() throws Exception {
        site.config = "another";
        site.open("deliver#7/12", "deliver#7");
        assertThat(link.getGate()).isNull();
        assertThat(Browser.shows(link.doVote("approve", "")).status()).isEqualTo(400);
        assertThat(now().votes()).isEmpty();
    }

    @Test
    void isNoLogin() throws Exception {
        site.jobs.get("deliver").rights.clear();
        assertThat(link.getGate()).isNull();
        assertThat(Browser.shows(link.doVote("approve", "")).status()).isEqualTo(404);
        site.all.rights.add(Right.VIEW);
        assertThatThrownBy(() -> link.doVote("approve", "")).hasMessage("APPROVE");
        assertThat(now().votes()).isEmpty();
    }

    @Test
    void takesNothingButApproveAndDeny() throws Exception {
        for (String vote : new String[] {"breakGlass", "withdraw", "", null}) {
            assertThat(Browser.shows(link.doVote(vote, "")).status()).isEqualTo(400);
        }
        assertThat(now().pending()).isTrue();
        assertThat(Browser.shows(link.doVote("deny", null)).status())
                .as("a denial has a reason")
                .isEqualTo(400);
        assertThat(Browser.shows(link.doVote("deny", "it lags")).status()).isEqualTo(302);
        assertThat(now().pending()).isFalse();
    }

    @Test
    void tellsNothingToWhoeverGuesses() throws Exception {
        LinkedGate guessed = new GatePages(site).getLink("guessed");
        assertThat(guessed.getGate()).isNull();
        assertThat(Browser.shows(guessed.doVote("approve", "")).status()).isEqualTo(400);
        assertThat(now().votes()).isEmpty();
    }

    @Test
    void saysThatTheLedgerCannotBeUsed() throws Exception {
        site.trouble = "the key is gone";
        assertThat(link.getTrouble()).isEqualTo("administrators see why");
        assertThat(Browser.shows(link.doVote("approve", "")).status()).isEqualTo(500);
        site.trouble = "";
        assertThat(now().votes()).isEmpty();
    }
}
