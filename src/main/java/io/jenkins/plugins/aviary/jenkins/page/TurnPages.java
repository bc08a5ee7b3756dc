package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import io.jenkins.plugins.aviary.release.Turn;
import java.util.Optional;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.interceptor.RequirePOST;

/** {@code /aviary/turns/}: ends a turn at an environment by hand, whose keeper is gone. */
public final class TurnPages {
    private static final int LONGEST_REASON = 500;

    private final Site site;

    TurnPages(Site site) {
        this.site = site;
    }

    /** Frees a turn, as the present user; refused while its build runs on this controller. */
    @RequirePOST
    public HttpResponse doFree(@QueryParameter String turn, @QueryParameter String reason) {
        site.jenkins().require(Right.BREAK_GLASS);
        if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
            return Refusal.because(400, "Freeing a turn needs a reason of at most " + LONGEST_REASON + " characters");
        }
        String trouble = LedgerTrouble.text(site);
        if (!trouble.isEmpty()) {
            return Refusal.because(500, trouble);
        }
        EnvironmentTurns turns = site.turns();
        Optional<Turn> found =
                turns.all().stream().filter(one -> one.id().equals(turn)).findFirst();
        if (found.isEmpty()) {
            return Refusal.because(404, "There is no such turn");
        }
        if (lives(found.get())) {
            return Refusal.because(
                    400, "The build of " + found.get().text() + " runs here; stop it, and the turn is free");
        }
        turns.free(found.get(), new Actor(site.visitorName(), "jenkins"), reason.strip());
        return Answers.redirect("..");
    }

    private boolean lives(Turn turn) {
        return turn.keeper().equals(site.origin()) && site.builds(turn.run());
    }
}
