package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.approval.Principal;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.model.ApprovalDemand;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import io.jenkins.plugins.aviary.release.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Ends a turn by hand whose keeper cannot do it any more. */
final class TurnFreeing {
    private final LocalRun run;
    private final Person person;

    TurnFreeing(LocalRun run, Person person) {
        this.run = run;
        this.person = person;
    }

    /**
     * Frees a turn.
     *
     * @param id the turn's id, or how it begins if only one does
     * @throws OperationFailure if there is no such turn, the person may not, or its process lives on this machine
     */
    Turn free(String environment, String id, String reason) {
        if (reason.isBlank()) {
            throw new InvalidParameter("Freeing a turn needs a reason; everybody will read it");
        }
        requireRight(environment);
        try (Ledger ledger = LocalLedger.open(run.home(), run.clock())) {
            EnvironmentTurns turns = new EnvironmentTurns(ledger, run.clock());
            Turn turn = found(turns, environment, id);
            if (turn.keeper().equals(LocalTurn.KEEPER) && lives(turn)) {
                throw new OperationFailure(
                        "The process of " + turn.text() + " lives on this machine and has the turn at " + environment
                                + "; end it, and the turn is free");
            }
            turns.free(turn, new Actor(person.id(), person.authentication()), reason);
            return turn;
        }
    }

    private boolean lives(Turn turn) {
        try {
            return !LivingFile.isAbandoned(LocalTurn.folder(run), turn.id());
        } catch (IOException e) {
            // It cannot be told, so it counts as alive: what works must not be overtaken.
            return true;
        }
    }

    private static Turn found(EnvironmentTurns turns, String environment, String id) {
        List<Turn> found = turns.all().stream()
                .filter(turn -> turn.environment().equals(environment)
                        && !id.isEmpty()
                        && turn.id().startsWith(id))
                .toList();
        if (found.size() != 1) {
            throw new OperationFailure((found.isEmpty() ? "There is no turn '" : "Several turns begin with '") + id
                    + "' at " + environment + "; 'aviary turns' lists them.");
        }
        return found.get(0);
    }

    private void requireRight(String environment) {
        if (isOwner()) {
            return;
        }
        List<String> named = AviaryConfig.read(run.workspace().resolve(AviaryConfig.FILE_NAME), run.environment())
                .environment(environment)
                .policy()
                .approval()
                .map(ApprovalDemand::breakGlass)
                .orElse(List.of());
        if (named.stream().noneMatch(one -> Principal.parse(one).includes(person))) {
            throw new OperationFailure(person.id() + " may not free turns at " + environment + "; "
                    + (named.isEmpty() ? "only" : String.join(", ", named) + " (policy.approval.breakGlass) may, and")
                    + " the owner of " + run.home());
        }
    }

    private boolean isOwner() {
        try {
            return Files.getOwner(run.home()).getName().equals(person.id());
        } catch (IOException e) {
            return false;
        }
    }
}
