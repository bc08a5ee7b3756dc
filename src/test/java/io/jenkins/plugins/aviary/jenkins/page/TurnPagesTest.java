package io.jenkins.plugins.aviary.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.jenkins.page.SampleSite.Denied;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.model.WhenBusy;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import io.jenkins.plugins.aviary.release.Turn;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnPagesTest {
    @TempDir
    Path home;

    private SampleSite site;
    private TurnPages pages;

    @BeforeEach
    void open() {
        site = new SampleSite(home);
        pages = new TurnPages(site);
        ask("of-a-controller-that-burnt", "elsewhere");
        ask("of-a-build-here", "test");
    }

    private void ask(String id, String keeper) {
        site.turns.request(
                new EnvironmentTurns.Request(
                        id, "production", keeper, "deliver#7", "deployRelease", "", new Actor("ben", "jenkins")),
                WhenBusy.QUEUE);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private int free(String turn, String reason) throws Exception {
        return Browser.shows(pages.doFree(turn, reason)).status();
    }

    @Test
    void refusesVisitorsWithoutTheRightBeforeItLooksAtWhatTheySent() {
        site.trouble = "the key is gone";
        site.all.rights.add(Right.VIEW);
        assertThatThrownBy(() -> pages.doFree(null, null))
                .isInstanceOf(Denied.class)
                .hasMessage("BREAK_GLASS");
    }

    @Test
    void freesATurnWithAReason() throws Exception {
        site.all.rights.add(Right.BREAK_GLASS);
        assertThat(free("of-a-controller-that-burnt", " it burnt ")).isEqualTo(302);
        assertThat(site.turns.all()).extracting(Turn::id).containsExactly("of-a-build-here");
        assertThat(site.ledger.query(EventQuery.ALL.page(Long.MAX_VALUE, 1)).events())
                .singleElement()
                .satisfies(freed -> assertThat(freed.event().actor()).isEqualTo(new Actor("anna", "jenkins")));
    }

    @Test
    void wantsAReasonThatIsNotTooLong() throws Exception {
        site.all.rights.add(Right.BREAK_GLASS);
        for (String reason : new String[] {null, "", " ", "x".repeat(501)}) {
            assertThat(free("of-a-controller-that-burnt", reason)).isEqualTo(400);
        }
        Browser missing = Browser.shows(pages.doFree("of-nobody", "it burnt"));
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text()).isEqualTo("There is no such turn\n");
        assertThat(missing.type()).isEqualTo("text/plain; charset=utf-8");
        assertThat(site.turns.all()).hasSize(2);
    }

    @Test
    void keepsTheTurnOfABuildThatRunsHere() throws Exception {
        site.all.rights.add(Right.BREAK_GLASS);
        site.building.add("deliver#7");
        Browser kept = Browser.shows(pages.doFree("of-a-build-here", "hurry"));
        assertThat(kept.status()).isEqualTo(400);
        assertThat(kept.text()).contains("deliver#7", "stop it, and the turn is free");
        assertThat(free("of-a-controller-that-burnt", "a build of that name runs here, but not that one"))
                .isEqualTo(302);
        site.building.clear();
        assertThat(free("of-a-build-here", "it is gone")).isEqualTo(302);
    }

    @Test
    void freesNothingWhileTheLedgerCannotBeUsed() throws Exception {
        site.all.rights.add(Right.BREAK_GLASS);
        site.trouble = "the key is gone";
        Browser refused = Browser.shows(pages.doFree("of-a-controller-that-burnt", "it burnt"));
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.text()).isEqualTo("administrators see why\n");
        assertThat(site.turns.all()).hasSize(2);
    }
}
