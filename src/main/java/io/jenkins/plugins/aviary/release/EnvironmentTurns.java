package io.jenkins.plugins.aviary.release;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.model.WhenBusy;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * Lets one delivery at a time work on an environment. The queue is in the ledger alone: the order of its events decides,
 * for all processes and controllers that share it, and a restart changes nothing. A turn has no term that could run out
 * under a delivery that still works; who keeps it frees it once it is proven that its delivery is no more. Safe for use by
 * several threads.
 */
public final class EnvironmentTurns {
    /** The steps that deliver, and so take turns. */
    public static final Set<String> STEPS = Set.of("deployRelease", "canaryRelease", "rollbackRelease");

    /** The variable that tells an operation its {@link #fence}. */
    public static final String VARIABLE = "AVIARY_TURN";

    private static final Actor SYSTEM = new Actor("aviary", "system");
    private static final int LEDGER_DIGITS = 16;
    private static final int LONGEST_REASON = 500;

    private final Ledger ledger;
    private final Clock clock;
    private final TurnBook book = new TurnBook();

    /** The turns in a ledger; one that was opened for reading can only tell of them. */
    public EnvironmentTurns(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
        ledger.follow(book::accept);
    }

    /**
     * Who wants a turn.
     *
     * @param id tells it from all others; asking twice with the same is asking once
     * @param environment the environment
     * @param keeper who can tell whether it still lives
     * @param run the build or process that delivers
     * @param step what delivers
     * @param release the digest of what is delivered, or empty
     * @param actor who began it
     */
    public record Request(
            String id, String environment, String keeper, String run, String step, String release, Actor actor) {}

    /**
     * Stands in line, or in the place of all who wait.
     *
     * @return how it stands then
     */
    public Standing request(Request request, WhenBusy whenBusy) {
        Standing known = standing(request.id());
        if (known.state() != Standing.State.UNKNOWN) {
            return known;
        }
        ObjectNode payload = JsonNodeFactory.instance
                .objectNode()
                .put("turn", request.id())
                .put("keeper", request.keeper())
                .put("step", request.step())
                .put("supersede", whenBusy == WhenBusy.SUPERSEDE);
        ledger.append(new LedgerEvent(
                TurnBook.REQUESTED,
                1,
                clock.instant(),
                request.actor(),
                request.run(),
                request.environment(),
                request.release(),
                payload));
        return standing(request.id());
    }

    /** How a turn stands now. */
    public Standing standing(String id) {
        ledger.refresh();
        return book.standing(id);
    }

    /** All turns that are not over, environment by environment, the one who is at it in front. */
    public List<Turn> all() {
        ledger.refresh();
        return book.waiting();
    }

    /** Ends a turn, so that the next one begins; nothing if it has ended before. */
    public void release(String id, String reason) {
        all().stream().filter(one -> one.id().equals(id)).findFirst().ifPresent(turn -> {
            ObjectNode payload = JsonNodeFactory.instance
                    .objectNode()
                    .put("turn", id)
                    .put("reason", reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
            ledger.append(new LedgerEvent(
                    TurnBook.RELEASED, 1, clock.instant(), SYSTEM, turn.run(), turn.environment(), "", payload));
        });
    }

    /**
     * Ends somebody's turn by hand; nothing if it has ended before. Whether they may is for the caller to ask.
     *
     * @param who whose deed it is
     * @param reason why; everybody will read it
     */
    public void free(Turn turn, Actor who, String reason) {
        if (all().stream().anyMatch(one -> one.id().equals(turn.id()))) {
            ObjectNode payload = JsonNodeFactory.instance
                    .objectNode()
                    .put("turn", turn.id())
                    .put("of", turn.text())
                    .put("reason", reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
            ledger.append(new LedgerEvent(
                    TurnBook.FREED, 1, clock.instant(), who, turn.run(), turn.environment(), "", payload));
            ledger.refresh();
        }
    }

    /**
     * What a host tells an overtaken delivery by: the ledger, known by its first record, and the ticket, which grows from
     * turn to turn. A host that has seen a higher one of the same ledger refuses its lock to a lower one.
     */
    public String fence(String id) {
        Turn turn = all().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The turn " + id + " is over"));
        String first = ledger.read(0, 1).get(0).leafHash().hex();
        return first.substring(0, LEDGER_DIGITS) + " " + turn.ticket();
    }
}
