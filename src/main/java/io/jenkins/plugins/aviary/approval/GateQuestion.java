package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.artifact.ArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.model.ApprovalDemand;
import io.jenkins.plugins.aviary.model.ApprovalNotices;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.util.Optional;

/**
 * What a step asks for, as the configuration has it at one moment. Who waits at a gate reads it again at every vote and
 * before the release goes on: a gate that asked something else does not answer it.
 *
 * @param asked the step
 * @param config the configuration
 * @param policy what is demanded of the voters
 * @param freezes when the environment gets nothing
 * @param notices who is told
 * @param subject what exactly is approved
 */
public record GateQuestion(
        ApprovalGate asked,
        AviaryConfig config,
        ApprovalPolicy policy,
        FreezeCalendar freezes,
        ApprovalNotices notices,
        ApprovalSubject subject) {
    /**
     * The question at this moment.
     *
     * @param config the configuration as it is now
     * @param store where the release is
     * @throws InvalidParameter if nobody says who must agree, or the policy cannot be read
     */
    public static GateQuestion of(ApprovalGate asked, AviaryConfig config, ArtifactStore store) {
        EnvironmentPolicy demands = config.environment(asked.environment()).policy();
        ApprovalPolicy policy = GatePolicy.stricter(
                demands.approval().map(demand -> GatePolicy.of(asked.environment(), demand)),
                asked.approvers(),
                asked.expiresAfter(),
                asked.commentRequired());
        return new GateQuestion(
                asked,
                config,
                policy,
                GatePolicy.freezes(asked.environment(), demands.freezes()),
                demands.approval().map(ApprovalDemand::notices).orElse(ApprovalNotices.NONE),
                RequestComposer.subject(config, store, asked.environment(), asked.digest()));
    }

    /** What a gate asked otherwise, in one line; empty if it asked exactly this. */
    public Optional<String> unlike(GateState gate) {
        String difference = gate.request().differenceTo(subject, policy);
        return difference.isEmpty() ? Optional.empty() : Optional.of(difference);
    }

    /**
     * The question as voters see it.
     *
     * @param gate the gate's id
     * @param run the run that waits
     * @param requester the id of who asks
     */
    public ApprovalRequest request(String gate, String run, String requester, ArtifactStore store, Ledger ledger) {
        return new RequestComposer(config, store, ledger)
                .compose(gate, run, asked.environment(), asked.digest(), asked.message(), requester, policy);
    }
}
