package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.artifact.BuildAttestation;
import io.jenkins.plugins.aviary.build.CanaryBuild;
import io.jenkins.plugins.aviary.cli.pipeline.step.OperationCaller;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stands around operations on this machine, as the controller does it in Jenkins: artifacts that were built get
 * their signed provenance.
 */
final class LocalOperations implements OperationCaller {
    private static final int LONGEST = 1000;

    private final LocalRun run;
    private final RecordedEvents events;

    LocalOperations(LocalRun run, RecordedEvents events) {
        this.run = run;
        this.events = events;
    }

    @Override
    public Outcome<?> call(OperationType type, Map<String, ?> parameters, RunContext context)
            throws InterruptedException {
        Instant begun = run.clock().instant();
        Outcome<?> outcome = OperationCaller.PLAIN.call(type, parameters, context);
        if (outcome.result() instanceof CanaryBuild.Result built) {
            attest(built, parameters, begun);
        }
        return outcome;
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
