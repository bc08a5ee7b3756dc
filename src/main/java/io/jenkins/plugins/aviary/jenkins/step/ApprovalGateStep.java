package io.jenkins.plugins.aviary.jenkins.step;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Waits until enough people have agreed that a release goes to an environment. */
public final class ApprovalGateStep extends OperationStep {
    private final String environment;
    private final String release;
    private String approvers;
    private String message;
    private String expiresAfter;
    private boolean commentRequired;
    private String whenFrozen = "wait";

    /** With what must be given. */
    @DataBoundConstructor
    public ApprovalGateStep(String environment, String release) {
        this.environment = GivenValues.text(environment);
        this.release = GivenValues.text(release);
    }

    /** The environment of aviary.yml that the release is to go to. */
    public String getEnvironment() {
        return environment;
    }

    /** The digest of the artifact, as canaryBuild returned it. */
    public String getRelease() {
        return release;
    }

    /** Who must agree, such as '2 of group:ops', besides those that the environment's policy names. */
    public String getApprovers() {
        return approvers;
    }

    /** Who must agree, such as '2 of group:ops', besides those that the environment's policy names. */
    @DataBoundSetter
    public void setApprovers(String approvers) {
        this.approvers = GivenValues.text(approvers);
    }

    /** What the voters should know, in up to 2000 characters. */
    public String getMessage() {
        return message;
    }

    /** What the voters should know, in up to 2000 characters. */
    @DataBoundSetter
    public void setMessage(String message) {
        this.message = GivenValues.text(message);
    }

    /** How long the gate waits, at most; as long as the policy says if not given. */
    public String getExpiresAfter() {
        return expiresAfter;
    }

    /** How long the gate waits, at most; as long as the policy says if not given. */
    @DataBoundSetter
    public void setExpiresAfter(String expiresAfter) {
        this.expiresAfter = GivenValues.text(expiresAfter);
    }

    /** Whether an approval needs a comment. */
    public boolean isCommentRequired() {
        return commentRequired;
    }

    /** Whether an approval needs a comment. */
    @DataBoundSetter
    public void setCommentRequired(boolean commentRequired) {
        this.commentRequired = commentRequired;
    }

    /** What happens in a freeze window: wait until it ends, or fail. Default: wait. */
    public String getWhenFrozen() {
        return whenFrozen;
    }

    /** What happens in a freeze window: wait until it ends, or fail. Default: wait. */
    @DataBoundSetter
    public void setWhenFrozen(String whenFrozen) {
        this.whenFrozen = GivenValues.text(whenFrozen, "wait");
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "environment", environment);
        GivenValues.add(parameters, "release", release);
        GivenValues.add(parameters, "approvers", approvers);
        GivenValues.add(parameters, "message", message);
        GivenValues.add(parameters, "expiresAfter", expiresAfter);
        GivenValues.add(parameters, "commentRequired", commentRequired);
        GivenValues.add(parameters, "whenFrozen", whenFrozen);
        return parameters;
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("approvalGate", List.of(), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.ApprovalGateStep_displayName();
        }

        /** Whether {@code environment} can be so. */
        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }

        /** Whether {@code release} can be so. */
        @POST
        public FormValidation doCheckRelease(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }

        /** Whether {@code expiresAfter} can be so. */
        @POST
        public FormValidation doCheckExpiresAfter(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }

        /** What can be chosen for {@code whenFrozen}. */
        @POST
        public ListBoxModel doFillWhenFrozenItems(@AncestorInPath Item item, @QueryParameter String whenFrozen) {
            return FormChecks.choices(item, whenFrozen, "wait", "fail");
        }
    }
}
