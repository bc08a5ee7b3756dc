package io.jenkins.plugins.aviary.jenkins;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Cause;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvents;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import jenkins.model.Jenkins;

/**
 * What this controller keeps for all its jobs: the ledger, the gates in it, the artifacts. Opened at the first use and
 * closed with Jenkins. Safe for use by several threads.
 */
@Extension
public final class Installation extends ItemListener {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Clock clock = Clock.systemUTC();

    /** Guarded by this. */
    private Ledger ledger;

    /** Guarded by this. */
    private ApprovalGates gates;

    /** The one installation of this Jenkins. */
    public static Installation get() {
        return ExtensionList.lookupSingleton(Installation.class);
    }

    /** Aviary's folder on the controller. */
    public Path home() {
        return Jenkins.get().getRootDir().toPath().resolve("aviary");
    }

    /** The clock of everything that is recorded. */
    public Clock clock() {
        return clock;
    }

    /** The ledger. */
    public synchronized Ledger ledger() {
        if (ledger == null) {
            ledger = Ledger.inHome(home(), "aviary/jenkins-" + Jenkins.get().getLegacyInstanceId(), clock, PATIENCE);
        }
        return ledger;
    }

    /** The gates of releases. */
    public synchronized ApprovalGates gates() {
        if (gates == null) {
            gates = new ApprovalGates(ledger(), clock);
        }
        return gates;
    }

    /** The artifacts, which no rotation of builds removes. */
    public FolderArtifactStore artifacts() {
        return FolderArtifactStore.inHome(home());
    }

    /** Where the events of a run go, by the one who started it. */
    public LedgerEvents events(Run<?, ?> run) {
        return new LedgerEvents(ledger(), actor(run), name(run), clock);
    }

    /** The name of a run in the ledger. */
    public static String name(Run<?, ?> run) {
        return run.getExternalizableId();
    }

    private static Actor actor(Run<?, ?> run) {
        for (Cause cause : run.getCauses()) {
            if (cause instanceof Cause.UserIdCause started && started.getUserId() != null) {
                return new Actor(started.getUserId(), "jenkins");
            }
        }
        return new Actor(run.getParent().getFullName(), "jenkins-job");
    }

    @Override
    public synchronized void onBeforeShutdown() {
        if (ledger != null) {
            ledger.close();
            ledger = null;
            gates = null;
        }
    }
}
