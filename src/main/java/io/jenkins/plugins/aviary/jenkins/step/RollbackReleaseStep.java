package io.jenkins.plugins.aviary.jenkins.step;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.FormValidation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Brings worlds back to a release that they ran before, unless players would lose something by that. */
public final class RollbackReleaseStep extends OperationStep {
    private final String environment;
    private List<String> worlds;
    private String to = "previous";
    private boolean acceptLoss;
    private boolean evenUnsaved;
    private String saveWithin = "2m";
    private String reason;

    /** With what must be given. */
    @DataBoundConstructor
    public RollbackReleaseStep(String environment) {
        this.environment = GivenValues.text(environment);
    }

    /** The environment of aviary.yml. */
    public String getEnvironment() {
        return environment;
    }

    /** The worlds, in this order; all of the environment if none is given. */
    public List<String> getWorlds() {
        return worlds;
    }

    /** The worlds, in this order; all of the environment if none is given. */
    @DataBoundSetter
    public void setWorlds(List<String> worlds) {
        this.worlds = GivenValues.list(worlds);
    }

    /** The release to go back to: 'previous' for the one that was found good last before the present one, or a digest, or a version, or the name of a release's folder. Default: previous. */
    public String getTo() {
        return to;
    }

    /** The release to go back to: 'previous' for the one that was found good last before the present one, or a digest, or a version, or the name of a release's folder. Default: previous. */
    @DataBoundSetter
    public void setTo(String to) {
        this.to = GivenValues.text(to, "previous");
    }

    /** Whether to go back although the releases tell that players lose items or need another client. */
    public boolean isAcceptLoss() {
        return acceptLoss;
    }

    /** Whether to go back although the releases tell that players lose items or need another client. */
    @DataBoundSetter
    public void setAcceptLoss(boolean acceptLoss) {
        this.acceptLoss = acceptLoss;
    }

    /** Whether a server that does not save or stop is ended all the same: what its players did since its last save is lost. */
    public boolean isEvenUnsaved() {
        return evenUnsaved;
    }

    /** Whether a server that does not save or stop is ended all the same: what its players did since its last save is lost. */
    @DataBoundSetter
    public void setEvenUnsaved(boolean evenUnsaved) {
        this.evenUnsaved = evenUnsaved;
    }

    /** How long a save of the players may take. Default: 2m. */
    public String getSaveWithin() {
        return saveWithin;
    }

    /** How long a save of the players may take. Default: 2m. */
    @DataBoundSetter
    public void setSaveWithin(String saveWithin) {
        this.saveWithin = GivenValues.text(saveWithin, "2m");
    }

    /** Why, for the history. */
    public String getReason() {
        return reason;
    }

    /** Why, for the history. */
    @DataBoundSetter
    public void setReason(String reason) {
        this.reason = GivenValues.text(reason);
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "environment", environment);
        GivenValues.add(parameters, "worlds", worlds);
        GivenValues.add(parameters, "to", to);
        GivenValues.add(parameters, "acceptLoss", acceptLoss);
        GivenValues.add(parameters, "evenUnsaved", evenUnsaved);
        GivenValues.add(parameters, "saveWithin", saveWithin);
        GivenValues.add(parameters, "reason", reason);
        return parameters;
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("rollbackRelease", List.of("worlds"), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.RollbackReleaseStep_displayName();
        }

        /** Whether {@code environment} can be so. */
        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }

        /** Whether {@code saveWithin} can be so. */
        @POST
        public FormValidation doCheckSaveWithin(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }
    }
}
