package io.jenkins.plugins.aviary.release;

import static io.jenkins.plugins.aviary.approval.LocalDelivery.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.approval.LocalDelivery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakTimeTest {
    private static final Digest OTHER = new Digest("b".repeat(64));

    @TempDir
    Path folder;

    private LocalDelivery delivery;
    private final Digest release = new Digest("a".repeat(64));

    @BeforeEach
    void itRanAMinute() throws IOException {
        delivery = new LocalDelivery(folder, "version: 1\n");
        ended("d1", release, "success");
        delivery.pass(Duration.ofMinutes(1));
    }

    private void began(String id, Digest what) {
        delivery.happened(
                "deployment.started",
                "staging",
                what,
                payload().put("deployment", id).put("world", "test"));
    }

    private void ended(String id, Digest what, String result) {
        began(id, what);
        delivery.happened(
                "deployment.finished",
                "staging",
                what,
                payload().put("deployment", id).put("world", "test").put("result", result));
    }

    private void looked(String state) {
        var event = payload();
        event.putArray("worlds").addObject().put("world", "test").put("state", state);
        delivery.happened("health.checked", "staging", release, event);
    }

    private Duration ran() {
        try (Ledger ledger = Ledger.inHomeForReading(delivery.home(), delivery.clock())) {
            return SoakTime.of(
                    ledger, "staging", "test", release, delivery.clock().instant());
        }
    }

    @Test
    void whatRanUntilItWasRolledBackIsNotCountedForWhatRunsAgain() {
        ended("d2", OTHER, "success");
        delivery.pass(Duration.ofHours(5));
        delivery.happened(
                "deployment.rolledback",
                "staging",
                OTHER,
                payload().put("deployment", "d2").put("world", "test").put("toDigest", release.hex()));
        delivery.pass(Duration.ofMinutes(2));
        assertThat(ran()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void aDeliveryThatFailedEndsTheStayUntilTheReleaseIsKnownToRunAgain() {
        ended("d2", OTHER, "failed");
        delivery.pass(Duration.ofHours(5));
        assertThat(ran()).isEqualTo(Duration.ofMinutes(1));
        ended("d3", release, "success");
        delivery.pass(Duration.ofHours(1));
        assertThat(ran()).isEqualTo(Duration.ofMinutes(61));
    }

    @Test
    void aDeliveryEndsTheStayFromTheMomentItBegan() {
        began("d2", OTHER);
        delivery.pass(Duration.ofHours(5));
        assertThat(ran()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aDeliveryThatNeverEndedTheOldServerOnlyInterruptsTheStay() {
        began("d2", OTHER);
        delivery.pass(Duration.ofMinutes(10));
        delivery.happened(
                "deployment.finished",
                "staging",
                OTHER,
                payload()
                        .put("deployment", "d2")
                        .put("world", "test")
                        .put("result", "failed")
                        .put("runningDigest", release.hex()));
        delivery.pass(Duration.ofMinutes(5));
        assertThat(ran()).isEqualTo(Duration.ofMinutes(6));
    }

    @Test
    void timeInWhichTheWorldWasKnownToBeDownIsNotCounted() {
        looked("down");
        delivery.pass(Duration.ofHours(5));
        looked("down");
        delivery.pass(Duration.ofHours(5));
        looked("degraded");
        delivery.pass(Duration.ofMinutes(1));
        looked("healthy");
        delivery.pass(Duration.ofMinutes(1));
        assertThat(ran()).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void aClockThatWasSetBackTakesNothingAway() {
        delivery.pass(Duration.ofHours(-2));
        looked("healthy");
        delivery.pass(Duration.ofMinutes(1));
        assertThat(ran()).isEqualTo(Duration.ofMinutes(1));
    }
}
