package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.model.WhenBusy;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import io.jenkins.plugins.aviary.release.Standing;
import io.jenkins.plugins.aviary.release.Turn;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The turn of a delivery of this process at its environment. A process that dies loses it: the next one who waits finds
 * that and frees it. Not safe for use by several threads.
 */
final class LocalTurn implements AutoCloseable {
    static final String KEEPER = "processes";
    private static final long LOOK_EVERY_MILLIS = 500;

    private final RecordedEvents events;
    private final LocalRun run;
    private final LivingFile living;

    private LocalTurn(LocalRun run, RecordedEvents events, LivingFile living) {
        this.run = run;
        this.events = events;
        this.living = living;
    }

    /**
     * Waits until it is this delivery's turn.
     *
     * @param step what delivers
     * @param release the digest of what it delivers, or empty
     * @throws OperationFailure if a newer delivery took its place
     */
    static LocalTurn take(
            LocalRun run,
            RecordedEvents events,
            OperationLog log,
            String environment,
            WhenBusy whenBusy,
            String step,
            String release)
            throws InterruptedException {
        LivingFile living;
        try {
            living = LivingFile.create(folder(run));
        } catch (IOException e) {
            throw new OperationFailure("No turn at " + environment + " can be taken in " + folder(run) + ": " + e, e);
        }
        LocalTurn turn = new LocalTurn(run, events, living);
        boolean taken = false;
        try {
            EnvironmentTurns.Request request = new EnvironmentTurns.Request(
                    living.id(), environment, KEEPER, events.run(), step, release, events.actor());
            Standing standing = turn.change(turns -> turns.request(request, whenBusy));
            turn.await(standing, environment, log);
            taken = true;
            return turn;
        } finally {
            if (!taken) {
                turn.close();
            }
        }
    }

    static Path folder(LocalRun run) {
        return run.home().resolve("turns");
    }

    private interface Change<T> {
        T of(EnvironmentTurns turns) throws IOException;
    }

    private <T> T change(Change<T> change) {
        return events.withLedger(
                "The turn at an environment could not be recorded",
                ledger -> change.of(new EnvironmentTurns(ledger, run.clock())));
    }

    private void await(Standing first, String environment, OperationLog log) throws InterruptedException {
        if (first.state() == Standing.State.HOLDS) {
            return;
        }
        try (Ledger ledger = Ledger.inHomeForReading(run.home(), run.clock())) {
            EnvironmentTurns turns = new EnvironmentTurns(ledger, run.clock());
            Standing standing = first;
            int told = 0;
            while (standing.state() == Standing.State.WAITS) {
                if (standing.ahead().size() != told) {
                    told = standing.ahead().size();
                    log.info(environment + " is busy with "
                            + standing.ahead().get(0).text() + "; waiting, " + told + " ahead of this delivery");
                }
                if (isDead(standing.ahead().get(0))) {
                    bury(standing.ahead().get(0));
                } else {
                    Thread.sleep(LOOK_EVERY_MILLIS);
                }
                standing = turns.standing(living.id());
            }
            if (standing.state() != Standing.State.HOLDS) {
                throw new OperationFailure("This delivery to " + environment + " was " + standing.reason()
                        + " while it waited (policy.whenBusy of " + environment + "); nothing was delivered");
            }
        }
    }

    private boolean isDead(Turn turn) {
        try {
            return turn.keeper().equals(KEEPER) && LivingFile.isAbandoned(folder(run), turn.id());
        } catch (IOException e) {
            // Not proven, so it lives; it is looked at again.
            return false;
        }
    }

    private void bury(Turn turn) {
        change(turns -> {
            turns.release(turn.id(), "its process ended without a word");
            return turn;
        });
    }

    /** See {@link EnvironmentTurns#fence}. */
    String fence() {
        return change(turns -> turns.fence(living.id()));
    }

    /** Gives the turn to the next. */
    @Override
    public void close() {
        try {
            change(turns -> {
                turns.release(living.id(), "done");
                return living;
            });
        } finally {
            try {
                living.close();
            } catch (IOException e) {
                // The lock is gone with the process at the latest, and an abandoned turn is freed by the next.
                Thread.yield();
            }
        }
    }
}
