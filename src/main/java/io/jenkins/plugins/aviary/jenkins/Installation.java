package io.jenkins.plugins.aviary.jenkins;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration;
import io.jenkins.plugins.aviary.jenkins.configuration.LedgerDatabase;
import io.jenkins.plugins.aviary.jenkins.configuration.SigningKeyCredential;
import io.jenkins.plugins.aviary.jenkins.gate.GateExecution;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.FileStore;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvents;
import io.jenkins.plugins.aviary.ledger.LedgerFailure;
import io.jenkins.plugins.aviary.ledger.LedgerKeys;
import io.jenkins.plugins.aviary.ledger.LedgerStore;
import io.jenkins.plugins.aviary.ledger.SqlStore;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * What this controller keeps for all its jobs: the ledger, the gates in it, the artifacts. Opened at the first use and
 * closed with Jenkins. Safe for use by several threads.
 */
@Extension
public final class Installation extends ItemListener {
    private static final Logger LOG = Logger.getLogger(Installation.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Actor SYSTEM = new Actor("jenkins", "system");

    private final Clock clock = Clock.systemUTC();

    /** Guarded by this. */
    private Ledger ledger;

    /** Those of the open ledger; guarded by this. */
    private LedgerKeys keys;

    /** Guarded by this. */
    private boolean closed;

    /** Guarded by this. */
    private ApprovalGates gates;

    /** Guarded by this. */
    private EnvironmentTurns turns;

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

    /**
     * The ledger.
     *
     * @throws LedgerFailure if it cannot be opened, or its key is gone
     */
    public synchronized Ledger ledger() {
        if (closed) {
            throw new IllegalStateException("Jenkins shuts down; the ledger is closed");
        }
        if (ledger == null) {
            ledger = opened(AviaryConfiguration.get());
        }
        return ledger;
    }

    /** The name of this controller's ledger. */
    public String origin() {
        return "aviary/jenkins-" + Jenkins.get().getLegacyInstanceId();
    }

    /** What keeps the ledger from being used, for pages; empty if nothing does. */
    public String trouble() {
        try {
            ledger();
            return "";
        } catch (LedgerFailure | IllegalStateException e) {
            return e.getMessage();
        }
    }

    private Ledger opened(AviaryConfiguration configuration) {
        boolean shared = !configuration.getLedgerUrl().isEmpty();
        LedgerStore store = shared
                ? SqlStore.open(LedgerDatabase.of(configuration))
                : FileStore.open(home().resolve("ledger"), clock, PATIENCE);
        try {
            keys = keys(home().resolve(shared ? "keys" : "ledger"));
            return keys.open(store, configuration.getSigningKeyCredentialsId(), shared, clock, SYSTEM);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private LedgerKeys keys(Path folder) {
        try {
            return new LedgerKeys(Files.createDirectories(folder), origin(), SigningKeyCredential::pem);
        } catch (IOException e) {
            throw new LedgerFailure("The key of the ledger cannot be kept in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** Has the ledger's key follow what is configured now. A ledger whose key is gone is closed until it is back. */
    private synchronized void renewKey() {
        if (ledger == null || closed) {
            return;
        }
        try {
            keys.renew(ledger, AviaryConfiguration.get().getSigningKeyCredentialsId(), SYSTEM);
        } catch (LedgerFailure e) {
            LOG.log(Level.WARNING, "The ledger is closed: {0}", e.getMessage());
            close();
        }
    }

    private synchronized void close() {
        Ledger open = ledger;
        ledger = null;
        gates = null;
        turns = null;
        if (open != null) {
            open.close();
        }
    }

    /** The gates of releases. */
    public synchronized ApprovalGates gates() {
        if (gates == null) {
            gates = new ApprovalGates(ledger(), clock);
            gates.askAgain((id, gate) -> Persons.known(id, Persons.place(gate.request())));
            gates.onSettled(gate -> waiting(gate, GateExecution::settled));
            gates.onVoted(gate -> waiting(gate, GateExecution::voted));
        }
        return gates;
    }

    /** Does something with the step that waits at a gate, if this controller has it. */
    private static void waiting(GateState gate, Consumer<GateExecution> deed) {
        StepExecution.acceptAll(GateExecution.class, execution -> {
            if (gate.request().gate().equals(execution.gate())) {
                deed.accept(execution);
            }
        });
    }

    /** The turns of deliveries at environments. */
    public synchronized EnvironmentTurns turns() {
        if (turns == null) {
            turns = new EnvironmentTurns(ledger(), clock);
        }
        return turns;
    }

    /** Lets gates expire and escalate, if this controller has looked at any since its start, and keys be changed. */
    public void tick() {
        renewKey();
        ApprovalGates known;
        synchronized (this) {
            known = gates;
        }
        if (known != null) {
            known.tick();
        }
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

    /** Who started a run, or the run that started it: the person, or the job itself if it was none. */
    public static Actor actor(Run<?, ?> run) {
        return Persons.starter(run.getCauses())
                .map(id -> new Actor(id, "jenkins"))
                .orElseGet(() -> new Actor(run.getParent().getFullName(), "jenkins-job"));
    }

    @Override
    public synchronized void onBeforeShutdown() {
        renewKey();
        closed = true;
        close();
    }
}
