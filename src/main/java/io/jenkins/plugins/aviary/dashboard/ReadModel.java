package io.jenkins.plugins.aviary.dashboard;

import io.jenkins.plugins.aviary.approval.GateHistory;
import io.jenkins.plugins.aviary.ledger.Deployment;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.Recorded;
import io.jenkins.plugins.aviary.ledger.WorldState;
import io.jenkins.plugins.aviary.model.Environment;
import io.jenkins.plugins.aviary.release.TurnBook;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Everything that the pages are computed from: the ledger's own projections and those that only pages need. */
final class ReadModel {
    private final Installation installation;
    private final GateHistory gates = new GateHistory();
    private final ReleaseBook releases = new ReleaseBook();
    private final RolloutBook rollouts = new RolloutBook();
    private final TrendBook trends = new TrendBook();
    private final HealthBook health = new HealthBook();
    private final TurnBook turns = new TurnBook();
    private final Facets facets = new Facets();

    ReadModel(Installation installation) {
        this.installation = installation;
        installation.ledger().follow(this::accept);
    }

    private void accept(Recorded recorded) {
        gates.accept(recorded);
        releases.accept(recorded);
        rollouts.accept(recorded);
        trends.accept(recorded);
        health.accept(recorded);
        turns.accept(recorded);
        facets.accept(recorded);
    }

    Ledger ledger() {
        return installation.ledger();
    }

    Instant now() {
        return installation.clock().instant();
    }

    Collection<Environment> environments() {
        return List.copyOf(installation.environments().get());
    }

    List<Deployment> deployments() {
        return ledger().history().all();
    }

    List<WorldState> worlds() {
        return ledger().history().worlds();
    }

    GateHistory gates() {
        return gates;
    }

    ReleaseBook releases() {
        return releases;
    }

    RolloutBook rollouts() {
        return rollouts;
    }

    TrendBook trends() {
        return trends;
    }

    HealthBook health() {
        return health;
    }

    TurnBook turns() {
        return turns;
    }

    Facets facets() {
        return facets;
    }
}
