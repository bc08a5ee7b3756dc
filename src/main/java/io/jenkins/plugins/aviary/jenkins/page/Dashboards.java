package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.dashboard.DashboardApi;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.model.Environment;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The read model over this installation's ledger, made once for as long as the ledger is open. */
final class Dashboards {
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
        Optional<AviaryConfig> shared = AviaryConfiguration.get().shared();
        return shared.map(config -> config.environments().values()).orElseGet(List::of);
    }
}
