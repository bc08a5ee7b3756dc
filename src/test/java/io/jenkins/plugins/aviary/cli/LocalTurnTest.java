package io.jenkins.plugins.aviary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import io.jenkins.plugins.aviary.release.Turn;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Turns at an environment, taken by processes of their own. */
@Tag("integration")
@Timeout(180)
class LocalTurnTest {
    @TempDir
    Path home;

    private final List<Process> processes = new ArrayList<>();
    private final Map<Process, BufferedReader> outputs = new HashMap<>();

    private Process taker(String name, String whenBusy) throws IOException {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TurnTaker.class.getName(),
                        home.toString(),
                        name,
                        whenBusy)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(process);
        outputs.put(process, process.inputReader());
        assertThat(says(process)).isEqualTo("asks");
        return process;
    }

    private String says(Process process) throws IOException {
        return String.valueOf(outputs.get(process).readLine());
    }

    private static void ends(Process process) throws Exception {
        process.getOutputStream().close();
        assertThat(process.waitFor()).isZero();
    }

    private List<String> queue() {
        try (Ledger ledger = Ledger.inHomeForReading(home, Clock.systemUTC())) {
            return new EnvironmentTurns(ledger, Clock.systemUTC())
                    .all().stream().map(Turn::run).map(run -> run.split(" ")[0]).toList();
        }
    }

    /** Waits until the queue is this; each look opens the ledger anew, as another process would. */
    private void untilQueueIs(String... names) {
        while (!queue().equals(List.of(names))) {
            Thread.onSpinWait();
        }
    }

    private static long ticket(String holds) {
        assertThat(holds).startsWith("holds ");
        return Long.parseLong(holds.substring(holds.lastIndexOf(' ') + 1));
    }

    @AfterEach
    void ended() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void whoIsKilledLosesTheTurnToTheNextWithAHigherTicket() throws Exception {
        Process first = taker("first", "QUEUE");
        long lower = ticket(says(first));
        Process second = taker("second", "QUEUE");
        untilQueueIs("first", "second");

        first.destroyForcibly().waitFor();

        assertThat(ticket(says(second))).isGreaterThan(lower);
        assertThat(queue()).containsExactly("second");
        ends(second);
        assertThat(queue()).isEmpty();
    }

    @Test
    void ofTwoThatStartAtOnceOneWaitsForTheOther() throws Exception {
        Process one = taker("one", "QUEUE");
        Process other = taker("other", "QUEUE");
        untilSizeIs(2);
        Process first = queue().get(0).equals("one") ? one : other;
        Process second = first == one ? other : one;

        long ticket = ticket(says(first));
        assertThat(outputs.get(second).ready()).isFalse();
        ends(first);
        assertThat(ticket(says(second))).isGreaterThan(ticket);
        ends(second);
    }

    private void untilSizeIs(int size) {
        while (queue().size() != size) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theQueueIsServedInItsOrderAlsoIfOneInTheMiddleIsKilled() throws Exception {
        Process first = taker("first", "QUEUE");
        says(first);
        Process second = taker("second", "QUEUE");
        untilQueueIs("first", "second");
        Process third = taker("third", "QUEUE");
        untilQueueIs("first", "second", "third");

        second.destroyForcibly().waitFor();
        ends(first);

        assertThat(says(third)).startsWith("holds ");
        ends(third);
    }

    @Test
    void aNewerDeliveryTakesThePlaceOfAQueuedOneAndNotOfTheOneUnderWay() throws Exception {
        Process first = taker("first", "QUEUE");
        says(first);
        Process second = taker("second", "QUEUE");
        untilQueueIs("first", "second");
        Process third = taker("third", "SUPERSEDE");

        assertThat(says(second))
                .startsWith("refused This delivery to production was superseded by deployRelease of third")
                .endsWith("nothing was delivered");
        assertThat(second.waitFor()).isZero();
        assertThat(queue()).containsExactly("first", "third");
        ends(first);
        assertThat(says(third)).startsWith("holds ");
        ends(third);
    }
}
