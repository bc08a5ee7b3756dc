package io.jenkins.plugins.aviary.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.aviary.jenkins.page.RunEvents.Line;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.Recorded;
import io.jenkins.plugins.aviary.model.Digest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunEventsTest {
    private static Line line(String type, String environment, String release, String world) {
        var payload = JsonNodeFactory.instance.objectNode();
        if (!world.isEmpty()) {
            payload.put("world", world).put("result", "success");
        }
        LedgerEvent event = new LedgerEvent(
                type,
                1,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                new Actor("anna", "jenkins"),
                "deliver#7",
                environment,
                release,
                payload);
        return Line.of(new Recorded(12, new Digest("0".repeat(64)), event));
    }

    @Test
    void showsWhenWhereAndOfWhatReleaseAnEventIs() {
        String digest = "0123456789abcdef".repeat(4);
        assertThat(line("deployment.finished", "live", digest, "alba"))
                .isEqualTo(new Line(
                        "2026-01-02 03:04:05",
                        "deployment.finished",
                        "live/alba",
                        "0123456789ab",
                        digest,
                        "success",
                        12));
        assertThat(line("health.checked", "live", "", ""))
                .isEqualTo(new Line("2026-01-02 03:04:05", "health.checked", "live", "", "", "", 12));
    }

    @Test
    void tellsInOneLineWhatWasDoneInTheOrderOfTheRun() {
        List<Line> newestFirst = List.of(
                line("pipeline.finished", "", "", ""),
                line("environment.released", "live", "", ""),
                line("deployment.finished", "live", "", "brisa"),
                line("deployment.started", "live", "", "brisa"),
                line("deployment.finished", "live", "", "alba"),
                line("build.finished", "", "", ""),
                line("pipeline.started", "", "", ""));
        assertThat(RunEvents.brief(newestFirst)).isEqualTo("1 build, 2 deliveries");
        assertThat(RunEvents.brief(List.of())).isEmpty();
    }

    @Test
    void countsWhatFailedByItselfAndNamesWhatItDoesNotKnowAsItIs() {
        Line failed = new Line("", "deployment.finished", "live/alba", "", "", "failed", 2);
        Line unknown = new Line("", "moon.phase.changed", "", "", "", "", 1);
        assertThat(RunEvents.brief(List.of(failed, failed, line("deployment.finished", "live", "", "brisa"), unknown)))
                .isEqualTo("1 moon phase changed, 1 delivery, 2 failed deliveries");
    }
}
