package io.jenkins.plugins.aviary.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.aviary.jenkins.agent.AttendedStep;
import io.jenkins.plugins.aviary.jenkins.agent.Decision;
import io.jenkins.plugins.aviary.jenkins.agent.RolloutWish;
import io.jenkins.plugins.aviary.jenkins.page.SampleSite.Denied;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTabTest {
    @TempDir
    Path home;

    private SampleSite site;
    private SampleSite.SamplePlace place;
    private final SampleRun run = new SampleRun();
    private RunTab tab;

    /** A run that began with the test. */
    private final class SampleRun implements ShownRun {
        private boolean used = true;
        private boolean building = true;
        private final List<AttendedStep> steps = new ArrayList<>();

        @Override
        public String name() {
            return "deliver#7";
        }

        @Override
        public Place place() {
            return place;
        }

        @Override
        public boolean used() {
            return used;
        }

        @Override
        public boolean building() {
            return building;
        }

        @Override
        public Instant begin() {
            return SampleSite.START;
        }

        @Override
        public Instant end() {
            return begin().plusSeconds(600);
        }

        @Override
        public List<AttendedStep> steps() {
            return steps;
        }
    }

    /** A step that notes what was decided. */
    private static final class Step implements AttendedStep {
        private Decision decision;
        private final List<String> decided = new ArrayList<>();
        private final List<String> steered = new ArrayList<>();
        private String rollout;
        private String away = "";

        Step(Decision decision) {
            this.decision = decision;
        }

        @Override
        public String getStep() {
            return "canaryRelease";
        }

        @Override
        public Decision getDecision() {
            return decision;
        }

        @Override
        public String getRollout() {
            return rollout;
        }

        @Override
        public String steer(RolloutWish what, String who, String reason) {
            steered.add(who + " " + what + " " + reason);
            return away;
        }

        @Override
        public boolean decide(boolean proceed, String by) {
            decided.add(by + " " + proceed);
            return decided.size() == 1;
        }
    }

    @BeforeEach
    void open() {
        site = new SampleSite(home);
        place = site.addJob("deliver");
        tab = new RunTab(null, site, run);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void record(String type, String name) {
        site.ledger.append(new LedgerEvent(
                type,
                1,
                site.clock.instant(),
                new Actor("anna", "jenkins"),
                name,
                "production",
                "",
                JsonNodeFactory.instance.objectNode()));
    }

    @Test
    void isThereOnlyWhereAStepRanAndForWhoeverMayReadTheJob() {
        assertThat(tab.getIconFileName()).isNull();
        place.rights.add(Right.READ);
        assertThat(tab.getIconFileName()).isNotNull();
        run.used = false;
        assertThat(tab.getIconFileName()).isNull();
        assertThat(tab.getUrlName()).isEqualTo("aviary");
    }

    @Test
    void refusesVisitorsBeforeAnythingIsRead() {
        site.trouble = "the key is gone";
        for (Runnable look :
                List.<Runnable>of(tab::getEvents, tab::getBrief, tab::getGates, tab::getDecisions, tab::getRollouts)) {
            assertThatThrownBy(look::run).isInstanceOf(Denied.class).hasMessage("READ");
        }
        assertThatThrownBy(() -> tab.doDecide("x", true)).hasMessage("DEPLOY");
        assertThatThrownBy(() -> tab.doSteer("x", "pause", "")).hasMessage("DEPLOY");
    }

    @Test
    void linksToThePagesOfTheWholeInstallationForWhoeverMaySeeThem() {
        assertThat(tab.isViewer()).isFalse();
        place.rights.add(Right.VIEW);
        assertThat(tab.isViewer()).isFalse();
        site.all.rights.add(Right.VIEW);
        assertThat(tab.isViewer()).isTrue();
    }

    @Test
    void showsWhatThisRunRecordedNewestFirst() {
        place.rights.add(Right.READ);
        record("build.started", "deliver#7");
        record("build.finished", "deliver#7");
        record("build.finished", "deliver#70");
        record("deployment.finished", "deliver#7");
        assertThat(tab.getEvents())
                .extracting(RunEvents.Line::what)
                .containsExactly("deployment.finished", "build.finished", "build.started");
        assertThat(tab.getBrief()).isEqualTo("1 build, 1 delivery");
    }

    @Test
    void looksForEventsOnlyAroundTheTimeOfTheRun() {
        place.rights.add(Right.READ);
        run.building = false;
        site.clock.move(Duration.ofSeconds(630));
        record("pipeline.finished", "deliver#7");
        site.clock.move(Duration.ofHours(1));
        record("late.event", "deliver#7");
        assertThat(tab.getEvents()).extracting(RunEvents.Line::what).containsExactly("pipeline.finished");
    }

    @Test
    void showsNoMoreThanAPageHolds() {
        place.rights.add(Right.READ);
        for (int i = 0; i < 700; i++) {
            record("health.checked", "deliver#7");
        }
        assertThat(tab.getEvents()).hasSize(500);
        assertThat(tab.getEvents().get(0).number()).isEqualTo(699);
    }

    @Test
    void showsTheGatesOfThisRunWhileItIsBuiltToWhoeverMaySeeThem() {
        place.rights.add(Right.READ);
        site.open("deliver#7/12", "deliver#7");
        site.open("deliver#8/12", "deliver#8");
        assertThat(tab.getGates()).isEmpty();
        place.rights.add(Right.APPROVE);
        assertThat(tab.getGates()).extracting(WaitingGate::getId).containsExactly("deliver#7/12");
        run.building = false;
        assertThat(tab.getGates()).isEmpty();
    }

    @Test
    void hasWhoeverMayDeployDecideOnce() throws Exception {
        place.rights.add(Right.READ);
        Decision asked = new Decision("Is antica worse?", Map.of());
        Step step = new Step(asked);
        run.steps.addAll(List.of(new Step(null), step));
        assertThat(tab.getDecisions()).isEqualTo(List.of(step));
        assertThat(tab.isDecider()).isFalse();
        assertThatThrownBy(() -> tab.doDecide(asked.getId(), true)).hasMessage("DEPLOY");
        assertThat(step.decided).isEmpty();

        place.rights.add(Right.DEPLOY);
        assertThat(tab.isDecider()).isTrue();
        Browser missing = Browser.shows(tab.doDecide("another", true));
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text()).isEqualTo("Nothing waits for this decision\n");
        assertThat(Browser.shows(tab.doDecide(null, true)).status()).isEqualTo(404);
        assertThat(step.decided).isEmpty();
        assertThat(Browser.shows(tab.doDecide(asked.getId(), false)).redirect()).isEqualTo(".");
        assertThat(step.decided).containsExactly("anna false");
        assertThat(Browser.shows(tab.doDecide(asked.getId(), true)).status()).isEqualTo(409);
    }

    @Test
    void hasARolloutSteeredByWhoeverMayDeliverAndTakenBackByWhoeverMayDoThat() throws Exception {
        place.rights.add(Right.READ);
        Step step = new Step(null);
        step.rollout = "r-1";
        run.steps.addAll(List.of(new Step(null), step));
        assertThat(tab.getRollouts()).isEqualTo(List.of(step));
        assertThatThrownBy(() -> tab.doSteer("r-1", "nonsense", null)).hasMessage("DEPLOY");
        assertThatThrownBy(() -> tab.doSteer("r-1", "rollback", null)).hasMessage("ROLLBACK");
        place.rights.add(Right.DEPLOY);
        assertThatThrownBy(() -> tab.doSteer("r-1", "rollback", null)).hasMessage("ROLLBACK");
        assertThat(tab.isRollbacker()).isFalse();
        assertThat(Browser.shows(tab.doSteer("r-1", "nonsense", null)).status()).isEqualTo(400);
        assertThat(Browser.shows(tab.doSteer("r-1", "pause", "x".repeat(501))).status())
                .isEqualTo(400);
        Browser missing = Browser.shows(tab.doSteer("r-2", "pause", null));
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text()).isEqualTo("No such rollout runs in this build now\n");
        assertThat(Browser.shows(tab.doSteer(null, "pause", null)).status()).isEqualTo(404);
        assertThat(step.steered).isEmpty();
        assertThat(Browser.shows(tab.doSteer("r-1", "pause", " look ")).redirect())
                .isEqualTo(".");
        place.rights.add(Right.ROLLBACK);
        step.away = "Its agent is away";
        Browser late = Browser.shows(tab.doSteer("r-1", "rollback", null));
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text()).isEqualTo("Its agent is away\n");
        assertThat(step.steered).containsExactly("anna PAUSE look", "anna ROLLBACK ");
    }

    @Test
    void showsThatTheLedgerCannotBeUsedAndStillWhatMustBeDecided() {
        place.rights.add(Right.READ);
        record("build.finished", "deliver#7");
        site.open("deliver#7/12", "deliver#7");
        place.rights.add(Right.APPROVE);
        run.steps.add(new Step(new Decision("Is antica worse?", Map.of())));
        site.trouble = "the key is gone";
        assertThat(tab.getTrouble()).isEqualTo("administrators see why");
        site.all.rights.add(Right.VIEW);
        assertThat(tab.getTrouble()).isEqualTo("the key is gone");
        assertThat(tab.getEvents()).isEmpty();
        assertThat(tab.getBrief()).isEmpty();
        assertThat(tab.getGates()).isEmpty();
        assertThat(tab.getDecisions()).hasSize(1);
    }
}
