package io.jenkins.plugins.aviary.jenkins.page;

import hudson.model.Run;
import io.jenkins.plugins.aviary.jenkins.AviaryPermissions;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import io.jenkins.plugins.aviary.release.Turn;
import java.util.Optional;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code /aviary/turns/}: ends a turn at an environment by hand, whose keeper is gone. */
public final class TurnPages {
    private static final int LONGEST_REASON = 500;

    /** Frees a turn, as the present user; refused while its build runs on this controller. */
    @RequirePOST
    public HttpResponse doFree(@QueryParameter String turn, @QueryParameter String reason) {
        Jenkins.get().checkPermission(AviaryPermissions.BREAK_GLASS);
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            return Refusal.because(400, "Freeing a turn needs a reason of at most " + LONGEST_REASON + " characters");
        }
        String trouble = LedgerTrouble.text();
        if (!trouble.isEmpty()) {
            return Refusal.because(500, trouble);
        }
        EnvironmentTurns turns = Installation.get().turns();
        Optional<Turn> found =
                turns.all().stream().filter(one -> one.id().equals(turn)).findFirst();
        if (found.isEmpty()) {
            return Refusal.because(404, "There is no such turn");
        }
        if (lives(found.get())) {
            return Refusal.because(
                    400, "The build of " + found.get().text() + " runs here; stop it, and the turn is free");
        }
        turns.free(found.get(), new Actor(Jenkins.getAuthentication2().getName(), "jenkins"), reason.strip());
        return HttpResponses.redirectTo("..");
    }

    private static boolean lives(Turn turn) {
        if (!turn.keeper().equals(Installation.get().origin())) {
            return false;
        }
        Run<?, ?> run = Run.fromExternalizableId(turn.run());
        return run != null && run.isBuilding();
    }
}
