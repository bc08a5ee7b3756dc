package io.jenkins.plugins.aviary.jenkins.page;

import hudson.model.Run;
import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.ApprovalRequest;
import io.jenkins.plugins.aviary.approval.VoteLinks;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.dashboard.DashboardApi;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.jenkins.Persons;
import io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import java.time.Instant;
import java.util.Optional;
import jenkins.model.Jenkins;

/** This Jenkins. */
final class JenkinsSite implements Site {
    static final Site HERE = new JenkinsSite();

    private JenkinsSite() {}

    @Override
    public Place jenkins() {
        return new JenkinsPlace(Jenkins.get());
    }

    @Override
    public Place place(ApprovalRequest request) {
        return new JenkinsPlace(Persons.place(request));
    }

    @Override
    public String visitorName() {
        return Jenkins.getAuthentication2().getName();
    }

    @Override
    public String trouble() {
        return Installation.get().trouble();
    }

    @Override
    public String hiddenTrouble() {
        return Messages.LedgerTrouble_hidden();
    }

    @Override
    public Ledger ledger() {
        return Installation.get().ledger();
    }

    @Override
    public ApprovalGates gates() {
        return Installation.get().gates();
    }

    @Override
    public EnvironmentTurns turns() {
        return Installation.get().turns();
    }

    @Override
    public VoteLinks links() {
        return VoteLinks.inHome(Installation.get().home(), Installation.get().clock());
    }

    @Override
    public DashboardApi dashboard() {
        return Dashboards.api();
    }

    @Override
    public Optional<AviaryConfig> shared() {
        return AviaryConfiguration.get().shared();
    }

    @Override
    public String origin() {
        return Installation.get().origin();
    }

    @Override
    public boolean builds(String run) {
        Run<?, ?> found = Run.fromExternalizableId(run);
        return found != null && found.isBuilding();
    }

    @Override
    public Instant now() {
        return Installation.get().clock().instant();
    }
}
