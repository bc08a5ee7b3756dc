package io.jenkins.plugins.aviary.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvents;
import io.jenkins.plugins.aviary.ledger.LedgerFailure;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.model.WhenBusy;
import io.jenkins.plugins.aviary.operation.Event;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTurnsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T12:00:00Z"), ZoneOffset.UTC);
    private static final Actor ANNA = new Actor("anna", "test");

    @TempDir
    Path home;

    private Ledger ledger;
    private EnvironmentTurns turns;

    @BeforeEach
    void opened() {
        ledger = LocalLedger.open(home, CLOCK);
        turns = new EnvironmentTurns(ledger, CLOCK);
    }

    @AfterEach
    void closed() {
        ledger.close();
    }

    private static EnvironmentTurns.Request request(String id, String environment) {
        return new EnvironmentTurns.Request(id, environment, "test", "run " + id, "deployRelease", "", ANNA);
    }

    private Standing.State ask(String id) {
        return turns.request(request(id, "production"), WhenBusy.QUEUE).state();
    }

    private Standing.State state(String id) {
        return turns.standing(id).state();
    }

    @Test
    void whoComesFirstIsAtItAndTheOthersFollowInTheirOrder() {
        assertThat(ask("a")).isEqualTo(Standing.State.HOLDS);
        assertThat(ask("b")).isEqualTo(Standing.State.WAITS);
        assertThat(ask("c")).isEqualTo(Standing.State.WAITS);
        assertThat(turns.standing("c").ahead()).extracting(Turn::id).containsExactly("a", "b");

        turns.release("a", "done");
        assertThat(state("a")).isEqualTo(Standing.State.ENDED);
        assertThat(state("b")).isEqualTo(Standing.State.HOLDS);
        turns.release("b", "its process ended without a word");
        assertThat(state("c")).isEqualTo(Standing.State.HOLDS);
        assertThat(turns.standing("b").reason()).isEqualTo("its process ended without a word");
    }

    @Test
    void oneEnvironmentDoesNotHoldUpAnother() {
        ask("a");
        assertThat(turns.request(request("b", "staging"), WhenBusy.QUEUE).state())
                .isEqualTo(Standing.State.HOLDS);
    }

    @Test
    void supersedingTakesThePlaceOfAllWhoWaitAndNeverBreaksOffWhatIsUnderWay() {
        ask("a");
        ask("b");
        ask("c");
        turns.request(request("d", "production"), WhenBusy.SUPERSEDE);

        assertThat(state("a")).isEqualTo(Standing.State.HOLDS);
        assertThat(state("b")).isEqualTo(Standing.State.ENDED);
        assertThat(turns.standing("c").reason()).isEqualTo("superseded by deployRelease of run d by anna");
        assertThat(turns.standing("d").ahead()).extracting(Turn::id).containsExactly("a");
    }

    @Test
    void askingTwiceIsAskingOnceAndWhatEndedDoesNotComeBack() {
        ask("a");
        ask("b");
        assertThat(ask("a")).isEqualTo(Standing.State.HOLDS);
        turns.release("a", "done");
        long size = ledger.size();
        assertThat(ask("a")).isEqualTo(Standing.State.ENDED);
        turns.release("a", "again");
        assertThat(ledger.size()).isEqualTo(size);
        assertThat(state("b")).isEqualTo(Standing.State.HOLDS);
    }

    @Test
    void aRestartChangesNothing() {
        ask("a");
        ask("b");
        String fence = turns.fence("a");
        ledger.close();
        opened();
        assertThat(state("a")).isEqualTo(Standing.State.HOLDS);
        assertThat(turns.standing("b").ahead()).hasSize(1);
        assertThat(turns.fence("a")).isEqualTo(fence);
    }

    @Test
    void theFenceGrowsFromTurnToTurn() {
        List<Long> tickets = new ArrayList<>();
        for (String id : List.of("a", "b", "c")) {
            ask(id);
            String fence = turns.fence(id);
            assertThat(fence).matches("[0-9a-f]{16} \\d{1,18}");
            tickets.add(Long.parseLong(fence.substring(17)));
            turns.release(id, "done");
        }
        assertThat(tickets).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void noOperationCanReportATurn() {
        LedgerEvents events = new LedgerEvents(ledger, ANNA, "run", CLOCK);
        for (String type : List.of("environment.requested", "environment.released")) {
            assertThatThrownBy(() -> events.record(Event.of(type, "production", "", null)))
                    .isInstanceOf(LedgerFailure.class);
        }
    }

    /** However many ask, end and supersede at once, through views of their own: there is never more than one at it. */
    @Test
    void thereIsNeverMoreThanOneAtItHoweverManyAskAtOnce() throws Exception {
        int threads = 8;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> work = new ArrayList<>();
        java.util.concurrent.atomic.AtomicInteger atIt = new java.util.concurrent.atomic.AtomicInteger();
        for (int i = 0; i < threads; i++) {
            int number = i;
            work.add(pool.submit(() -> {
                Random random = new Random(number);
                EnvironmentTurns own = new EnvironmentTurns(ledger, CLOCK);
                int held = 0;
                for (int turn = 0; turn < 20; turn++) {
                    String id = number + "-" + turn;
                    WhenBusy how = random.nextInt(4) == 0 ? WhenBusy.SUPERSEDE : WhenBusy.QUEUE;
                    Standing.State state =
                            own.request(request(id, "production"), how).state();
                    while (state == Standing.State.WAITS) {
                        Thread.onSpinWait();
                        state = own.standing(id).state();
                    }
                    if (state == Standing.State.HOLDS) {
                        assertThat(atIt.incrementAndGet()).isEqualTo(1);
                        held++;
                        atIt.decrementAndGet();
                        own.release(id, "done");
                    }
                }
                return held;
            }));
        }
        int held = 0;
        for (Future<Integer> one : work) {
            held += one.get();
        }
        pool.shutdown();
        assertThat(held).isBetween(threads, threads * 20);
        assertThat(turns.all()).isEmpty();
    }
}
