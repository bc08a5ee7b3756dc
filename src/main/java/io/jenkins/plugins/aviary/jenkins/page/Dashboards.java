package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.dashboard.DashboardApi;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.model.Environment;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The read model over this installation's ledger, made once for as long as the ledger is open. */
final class Dashboards {
    private static final Logger LOG = Logger.getLogger(Dashboards.class.getName());

    private static Ledger shown;
    private static DashboardApi api;

    private Dashboards() {}

    static synchronized DashboardApi api() {
        Installation installation = Installation.get();
        Ledger ledger = installation.ledger();
        if (api == null || shown != ledger) {
            api = new DashboardApi(new io.jenkins.plugins.aviary.dashboard.Installation(
                    ledger,
                    Dashboards::environments,
                    installation.artifacts(),
                    () -> ledger.verifierKey().map(List::of).orElseGet(List::of),
                    installation.clock()));
            shown = ledger;
        }
        return api;
    }

    private static Collection<Environment> environments() {
        try {
            Optional<AviaryConfig> shared = AviaryConfiguration.get().shared();
            return shared.map(config -> config.environments().values()).orElseGet(List::of);
        } catch (OperationFailure e) {
            // The pages show what happened all the same; steps and the configuration's form tell what is wrong.
            LOG.log(Level.WARNING, e.getMessage());
            return List.of();
        }
    }
}
