package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.approval.ApprovalGate;
import io.jenkins.plugins.aviary.artifact.BuildAttestation;
import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.artifact.ProvenanceCheck;
import io.jenkins.plugins.aviary.build.CanaryBuild;
import io.jenkins.plugins.aviary.cli.pipeline.step.OperationCaller;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.release.DeliveryDemand;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What stands around operations on this machine, as the controller does it in Jenkins: artifacts that were built get
 * their signed provenance, and deliveries to one environment come one after the other. Safe for use by several threads.
 */
final class LocalOperations implements OperationCaller, AutoCloseable {
    private static final String DIGEST = "[0-9a-f]{64}";
    private static final int LONGEST = 1000;

    private final LocalRun run;
    private final RecordedEvents events;
    /** The turns of deliveries that wait for a person's answer, by environment. */
    private final Map<String, LocalTurn> asking = new ConcurrentHashMap<>();

    LocalOperations(LocalRun run, RecordedEvents events) {
        this.run = run;
        this.events = events;
    }

    @Override
    public Outcome<?> call(OperationType type, Map<String, ?> parameters, RunContext context)
            throws InterruptedException {
        Instant begun = run.clock().instant();
        Outcome<?> outcome = EnvironmentTurns.STEPS.contains(type.name())
                ? delivered(type, parameters, context)
                : plain(type.bind(parameters), context);
        if (outcome.result() instanceof CanaryBuild.Result built) {
            attest(built, parameters, begun);
        }
        return outcome;
    }

    private static Outcome<?> plain(Operation<?> operation, RunContext context) throws InterruptedException {
        if (operation instanceof ApprovalGate gate) {
            try (LocalTeller teller = new LocalTeller(context)) {
                return gate.run(context, teller);
            }
        }
        return operation.run(context);
    }

    private Outcome<?> delivered(OperationType type, Map<String, ?> parameters, RunContext context)
            throws InterruptedException {
        type.bind(parameters);
        AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
        String environment = String.valueOf(parameters.get("environment"));
        EnvironmentPolicy policy = config.environment(environment).policy();
        String release = String.valueOf(parameters.get("release"));
        Optional<String> refusal = refusal(type, parameters, config, context);
        if (refusal.isPresent()) {
            return Outcome.failed(refusal.get(), null);
        }
        LocalTurn turn = parameters.containsKey("resume") ? asking.remove(environment) : null;
        if (turn == null) {
            turn = LocalTurn.take(
                    run,
                    events,
                    context.log(),
                    environment,
                    policy.whenBusy(),
                    type.name(),
                    release.matches(DIGEST) ? release : "");
        }
        boolean asks = false;
        try {
            // While it waited for its turn, a freeze can have begun, or somebody can have said no.
            refusal = refusal(type, parameters, config, context);
            if (refusal.isPresent()) {
                return Outcome.failed(refusal.get(), null);
            }
            verify(environment, policy, release);
            Outcome<?> outcome = OperationCaller.PLAIN.call(type, parameters, fenced(context, turn.fence()));
            asks = outcome.code() == ExitCode.INCONCLUSIVE && asking.putIfAbsent(environment, turn) == null;
            return outcome;
        } finally {
            if (!asks) {
                turn.close();
            }
        }
    }

    /** Why the environment's policy does not let this delivery begin. */
    private Optional<String> refusal(
            OperationType type, Map<String, ?> parameters, AviaryConfig config, RunContext context) {
        return DeliveryDemand.of(type.name(), parameters)
                .flatMap(demand -> events.withLedger(
                        "What " + demand.environment() + " demands could not be looked up",
                        ledger -> demand.refusal(
                                config,
                                FolderArtifactStore.inHome(context.home()),
                                context.home(),
                                ledger,
                                run.clock().instant())));
    }

    private void verify(String environment, EnvironmentPolicy policy, String release) {
        if (release.matches(DIGEST)) {
            events.withLedger(
                    "The provenance of " + release + " could not be verified",
                    ledger -> ProvenanceCheck.inHome(run.home(), environment, policy.provenance())
                            .against(ledger)
                            .verify(new Digest(release)));
        }
    }

    private static RunContext fenced(RunContext context, String fence) {
        Map<String, String> environment = new TreeMap<>(context.environment());
        environment.put(EnvironmentTurns.VARIABLE, fence);
        return new RunContext(
                context.workspace(),
                context.home(),
                context.log(),
                context.progress(),
                context.processes(),
                context.secrets(),
                context.events(),
                context.clock(),
                environment);
    }

    /** Ends the turns of deliveries that asked a person and were not gone on with. */
    @Override
    public void close() {
        asking.values().forEach(LocalTurn::close);
        asking.clear();
    }

    private void attest(CanaryBuild.Result built, Map<String, ?> parameters, Instant begun) {
        Map<String, String> asked = new TreeMap<>();
        parameters.forEach((name, value) -> asked.put(name, shortened(String.valueOf(value))));
        BuildAttestation.Build build = new BuildAttestation.Build(
                events.run(),
                events.actor(),
                asked,
                built.repository(),
                begun,
                run.clock().instant());
        events.withLedger(
                "The provenance of " + built.artifact() + " could not be signed",
                ledger -> new BuildAttestation(run.home(), ledger, run.clock())
                        .attest(new Digest(built.artifact()), build));
    }

    private static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
