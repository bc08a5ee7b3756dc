package io.jenkins.plugins.aviary.ledger;

import static io.jenkins.plugins.aviary.ledger.EventSamples.START;
import static io.jenkins.plugins.aviary.ledger.EventSamples.deployment;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.model.Digest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private static final String OLD = "c".repeat(64);
    private static final String NEW = "b".repeat(64);

    private final History history = new History();
    private long sequence;

    private void happened(LedgerEvent event) {
        history.accept(new Recorded(sequence++, Digest.of(event.bytes()), event));
    }

    private static Instant minute(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }

    @Test
    void tellsWhatAWorldRunsAndSinceWhen() {
        happened(deployment("started", "d1", "production", "antica", minute(0), "version", "2.0"));
        assertThat(history.world("production", "antica")).isEmpty();
        happened(deployment("finished", "d1", "production", "antica", minute(5), "result", "success"));
        assertThat(history.world("production", "antica")).get().satisfies(state -> {
            assertThat(state.release()).isEqualTo(NEW);
            assertThat(state.version()).isEqualTo("2.0");
            assertThat(state.since()).isEqualTo(minute(5));
        });
    }

    @Test
    void knowsThatTheReleaseBeforeRunsAgainAfterARollback() {
        happened(deployment(
                "started",
                "d1",
                "production",
                "antica",
                minute(0),
                "version",
                "2.0",
                "fromVersion",
                "1.9",
                "fromDigest",
                OLD));
        happened(deployment("finished", "d1", "production", "antica", minute(5), "result", "success"));
        happened(deployment("rolledback", "d1", "production", "antica", minute(9), "reason", "tick time"));
        assertThat(history.world("production", "antica")).get().satisfies(state -> {
            assertThat(state.release()).isEqualTo(OLD);
            assertThat(state.version()).isEqualTo("1.9");
        });
        assertThat(history.all()).singleElement().satisfies(deployment -> {
            assertThat(deployment.result()).isEqualTo(Deployment.Result.ROLLEDBACK);
            assertThat(deployment.finished()).contains(minute(5));
            assertThat(deployment.rolledBack()).contains(minute(9));
            assertThat(deployment.reason()).isEqualTo("tick time");
        });
    }

    @Test
    void leavesAWorldAsItWasWhenADeploymentFails() {
        happened(deployment("started", "d1", "production", "antica", minute(0), "version", "1.9"));
        happened(deployment("finished", "d1", "production", "antica", minute(1), "result", "success"));
        happened(deployment("started", "d2", "production", "antica", minute(2), "version", "2.0"));
        happened(deployment("finished", "d2", "production", "antica", minute(3), "result", "failed"));
        assertThat(history.world("production", "antica").orElseThrow().version())
                .isEqualTo("1.9");
        assertThat(history.newest("production", "", 0, 10))
                .extracting(Deployment::id)
                .containsExactly("d2", "d1");
        assertThat(history.newest("staging", "", 0, 10)).isEmpty();
        assertThat(history.newest("", "antica", 1, 10))
                .extracting(Deployment::id)
                .containsExactly("d1");
    }

    @Test
    void makesDoWithEventsThatSayNextToNothing() {
        LedgerEvent bare = new LedgerEvent("deployment.finished", 1, START, EventSamples.ANNA, "", "", "", null);
        happened(bare);
        happened(deployment("started", "d1", "x", "y", minute(0), "commits", "not a list", "detectedAt", "never"));
        assertThat(history.all()).hasSize(2);
    }

    @Test
    void listsTheWorldsOfOneRollout() {
        happened(deployment("started", "d1", "production", "antica", minute(0)));
        happened(deployment("started", "d1", "production", "secura", minute(1)));
        happened(deployment("started", "d2", "staging", "test", minute(2)));
        assertThat(history.ofRollout("d1")).extracting(Deployment::world).containsExactly("antica", "secura");
    }

    /** As a canary does it that takes a release back: the way back has the same id and world, and another release. */
    @Test
    void aReleaseThatIsTakenBackIsTheOneThatWasBad() {
        happened(deployment("started", "d1", "production", "antica", minute(0), "fromDigest", OLD));
        happened(deployment("finished", "d1", "production", "antica", minute(5), "result", "success"));
        LedgerEvent back = deployment("started", "d1", "production", "antica", minute(8));
        happened(new LedgerEvent(
                back.type(),
                1,
                back.time(),
                back.actor(),
                back.run(),
                back.environment(),
                OLD,
                back.payload().put("backwards", true)));
        happened(deployment("rolledback", "d1", "production", "antica", minute(9), "toDigest", OLD));
        assertThat(history.all()).singleElement().satisfies(deployment -> {
            assertThat(deployment.release()).isEqualTo(NEW);
            assertThat(deployment.result()).isEqualTo(Deployment.Result.ROLLEDBACK);
        });
        assertThat(history.world("production", "antica").orElseThrow().release())
                .isEqualTo(OLD);
    }
}
