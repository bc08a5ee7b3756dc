package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.ApprovalRequest;
import io.jenkins.plugins.aviary.approval.VoteLinks;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.dashboard.DashboardApi;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import java.time.Instant;
import java.util.Optional;

/** What the pages ask of Jenkins and of the installation in it, so that what they answer is decided without either. */
interface Site {
    /** All of Jenkins. */
    Place jenkins();

    /** The job of the run that waits at a gate; all of Jenkins if it is gone. */
    Place place(ApprovalRequest request);

    /** The name under which the visitor came. */
    String visitorName();

    /** What keeps the ledger from being used, with names of credentials and files; empty if nothing does. */
    String trouble();

    /** What those are told of it who may not read that. */
    String hiddenTrouble();

    /** The ledger. */
    Ledger ledger();

    /** The gates in it. */
    ApprovalGates gates();

    /** The turns in it. */
    EnvironmentTurns turns();

    /** The links of notices. */
    VoteLinks links();

    /** What the pages of the whole installation show. */
    DashboardApi dashboard();

    /** The shared environments, if there are any. */
    Optional<AviaryConfig> shared();

    /** The name of this controller's ledger. */
    String origin();

    /** Whether a run is being built. */
    boolean builds(String run);

    /** The time. */
    Instant now();
}
