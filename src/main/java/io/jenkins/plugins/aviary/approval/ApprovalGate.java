package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Waits until enough people have agreed that a release goes to an environment. In Jenkins the controller waits, without
 * an executor; without Jenkins this process does, and people vote with {@code aviary approve} in another terminal.
 */
@Step(name = "approvalGate", summary = "Waits until enough people have agreed that a release goes to an environment.")
public record ApprovalGate(
        @Parameter(value = "The environment of aviary.yml that the release is to go to", required = true)
        String environment,

        @Parameter(value = "The digest of the artifact, as canaryBuild returned it", required = true)
        String release,

        @Parameter("Who must agree, such as '2 of group:ops', besides those that the environment's policy names")
        String approvers,

        @Parameter("What the voters should know, in up to 2000 characters")
        String message,

        @Parameter("How long the gate waits, at most; as long as the policy says if not given")
        Duration expiresAfter,

        @Parameter("Whether an approval needs a comment") boolean commentRequired,

        @Parameter(value = "What happens in a freeze window: wait until it ends, or fail", defaultsTo = "wait")
        WhenFrozen whenFrozen)
        implements Operation<ApprovalGate.Result> {
    private static final int LONGEST_MESSAGE = 2000;

    /** What a gate does in a freeze window. */
    public enum WhenFrozen {
        /** It opens when the window ends. */
        WAIT,
        /** It fails at once. */
        FAIL
    }

    /**
     * How the gate ended.
     *
     * @param gate the gate's id
     * @param outcome {@code approved} or {@code broken-glass}, or why not
     * @param by whose deed ended it
     * @param approvedBy those who agreed
     * @param reason why it ended so
     * @param subject the digest over artifact, configuration and migration plan that was decided on
     */
    public record Result(
            String gate, String outcome, String by, List<String> approvedBy, String reason, String subject) {
        /** What came of a gate that has ended. */
        public static Result of(GateState gate) {
            Settlement end = gate.settlement().orElseThrow();
            return new Result(
                    gate.request().gate(),
                    end.outcome().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'),
                    end.by(),
                    gate.votes().stream().map(Vote::voter).toList(),
                    end.reason(),
                    gate.subject().hex());
        }
    }

    /** Takes absent texts as empty and refuses what cannot be a digest or a time. */
    public ApprovalGate {
        approvers = Objects.requireNonNullElse(approvers, "");
        message = Objects.requireNonNullElse(message, "");
        expiresAfter = Objects.requireNonNullElse(expiresAfter, Duration.ZERO);
        whenFrozen = Objects.requireNonNullElse(whenFrozen, WhenFrozen.WAIT);
        if (message.length() > LONGEST_MESSAGE) {
            throw new InvalidParameter("message has at most " + LONGEST_MESSAGE + " characters, not " + message.length()
                    + "; link to the rest");
        }
        if (expiresAfter.isNegative() || expiresAfter.compareTo(ApprovalPolicy.LONGEST) > 0) {
            throw new InvalidParameter(
                    "expiresAfter is at most " + ApprovalPolicy.LONGEST.toDays() + "d, not " + expiresAfter);
        }
        digest(release);
    }

    /** The digest of the release. */
    public Digest digest() {
        return digest(release);
    }

    private static Digest digest(String text) {
        try {
            return new Digest(text);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter(
                    "release is the artifact's digest, 64 hexadecimal digits as canaryBuild returns them, not '" + text
                            + "'",
                    e);
        }
    }

    @Override
    public Outcome<Result> run(RunContext context) throws InterruptedException {
        return run(context, GateTeller.NOBODY);
    }

    /**
     * Waits, and tells those who may vote.
     *
     * @param teller tells them; it must return at once
     */
    public Outcome<Result> run(RunContext context, GateTeller teller) throws InterruptedException {
        return new LocalGate(this, context, teller).await();
    }
}
