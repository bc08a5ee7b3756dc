package io.jenkins.plugins.aviary.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.model.Digest;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ends a writing process at every step that changes files, and at any other moment. */
@Tag("integration")
class CrashTest {
    private static final int KILLS = 12;
    private static final int REOPEN_AFTER = 40;

    @TempDir
    Path folder;

    private final Map<Long, String> acknowledged = new HashMap<>();

    @ParameterizedTest
    @CsvSource({
        "segment.write, 1",
        "segment.write, 30",
        "segment.sync, 1",
        "segment.sync, 31",
        "acknowledge, 1",
        "acknowledge, 33",
        "checkpoint.write, 1",
        "checkpoint.write, 9",
        "index.flush, 1",
        "index.flush, 2"
    })
    void losesNoAcknowledgedEventWhereverTheWriterStops(String step, int occurrence) throws Exception {
        Process writer = start(step, occurrence, REOPEN_AFTER);
        listen(writer, Integer.MAX_VALUE);
        assertThat(writer.waitFor()).isEqualTo(9);
        assertNothingIsLost();
    }

    @Test
    void losesNoAcknowledgedEventWhenItIsKilledAgainAndAgain() throws Exception {
        Random random = new Random(11);
        for (int kill = 0; kill < KILLS; kill++) {
            Process writer = start("-", 0, REOPEN_AFTER);
            listen(writer, 1 + random.nextInt(400));
            writer.toHandle().destroyForcibly();
            listen(writer, Integer.MAX_VALUE);
            writer.waitFor();
            assertNothingIsLost();
        }
    }

    @Test
    void hasSignedWhatWasWrittenSoonEvenIfItIsNeverClosed() throws Exception {
        Process writer = start("-", 0, Integer.MAX_VALUE);
        // The first is signed at once, the second after a time or a number of events.
        while (CheckpointFile.read(folder.resolve(CheckpointFile.NAME)).size() < 2) {
            assertThat(listen(writer, 100)).isTrue();
        }
        writer.toHandle().destroyForcibly();
        listen(writer, Integer.MAX_VALUE);
        writer.waitFor();
        VerificationReport report = verify();
        assertThat(report.vouched()).isPositive();
        assertThat(report.unsigned()).isPositive();
        assertThat(report.warnings()).singleElement().asString().contains("their writer was killed");
        assertNothingIsLost();
    }

    private Process start(String step, int occurrence, int reopenAfter) throws IOException {
        return new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingWriter.class.getName(),
                        folder.toString(),
                        step,
                        Integer.toString(occurrence),
                        Integer.toString(reopenAfter)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Whether there were so many lines. */
    private boolean listen(Process writer, int lines) throws IOException {
        BufferedReader output = writer.inputReader();
        for (int i = 0; i < lines; i++) {
            String line = output.readLine();
            if (line == null) {
                return false;
            }
            String[] parts = line.split(" ");
            if (parts.length == 2 && parts[1].length() == 64) {
                acknowledged.put(Long.parseLong(parts[0]), parts[1]);
            }
        }
        return true;
    }

    private VerificationReport verify() {
        return Verification.of(
                new FileEvidence(folder),
                Set.of(SigningKey.load(folder.resolve("signing.key")).verifier()));
    }

    private void assertNothingIsLost() {
        VerificationReport left = verify();
        if (left.checkpoints() > 0) {
            assertThat(left.findings()).isEmpty();
        }
        SigningKey key = SigningKey.load(folder.resolve("signing.key"));
        try (Ledger ledger = Ledger.open(
                FileStore.open(folder, Clock.systemUTC(), Duration.ofSeconds(10)), "crash", key, Clock.systemUTC())) {
            acknowledged.forEach((sequence, hash) -> {
                List<Recorded> there = ledger.read(sequence, 1);
                assertThat(there).as("acknowledged event " + sequence).hasSize(1);
                assertThat(there.get(0).leafHash()).isEqualTo(new Digest(hash));
            });
            assertThat(ledger.size()).isEqualTo(left.events() + (left.unsigned() > 0 ? 1 : 0));
            if (left.unsigned() > 0) {
                LedgerEvent told = ledger.read(left.events(), 1).get(0).event();
                assertThat(told.type()).isEqualTo("ledger.recovered");
                assertThat(told.payload().path("first").asLong()).isEqualTo(left.vouched());
                assertThat(told.payload().path("last").asLong()).isEqualTo(left.events() - 1);
            }
            ledger.append(EventSamples.event(0));
        }
        assertThat(verify()).satisfies(report -> {
            assertThat(report.findings()).isEmpty();
            assertThat(report.warnings()).isEmpty();
            assertThat(report.unsigned()).isZero();
        });
    }
}
