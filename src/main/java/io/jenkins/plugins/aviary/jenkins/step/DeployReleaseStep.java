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

/** Delivers a release to the worlds of an environment, a few at a time, and brings back what ran before if it is bad. */
public final class DeployReleaseStep extends OperationStep {
    private final String environment;
    private final String release;
    private List<String> worlds;
    private String strategy = "rolling";
    private boolean rollbackAll;
    private boolean force;
    private boolean evenUnsaved;
    private String saveWithin = "2m";
    private String reason;

    /** With what must be given. */
    @DataBoundConstructor
    public DeployReleaseStep(String environment, String release) {
        this.environment = GivenValues.text(environment);
        this.release = GivenValues.text(release);
    }

    /** The environment of aviary.yml to deliver to. */
    public String getEnvironment() {
        return environment;
    }

    /** The digest of the artifact to deliver, 64 hexadecimal digits. */
    public String getRelease() {
        return release;
    }

    /** The worlds to deliver to, in this order; all of the environment if none is given. */
    public List<String> getWorlds() {
        return worlds;
    }

    /** The worlds to deliver to, in this order; all of the environment if none is given. */
    @DataBoundSetter
    public void setWorlds(List<String> worlds) {
        this.worlds = GivenValues.list(worlds);
    }

    /** How each world gets it: ROLLING stops the old server and starts the new one; BLUE_GREEN dumps the database in between, so that there is a way back whatever the new server does to it. Default: rolling. */
    public String getStrategy() {
        return strategy;
    }

    /** How each world gets it: ROLLING stops the old server and starts the new one; BLUE_GREEN dumps the database in between, so that there is a way back whatever the new server does to it. Default: rolling. */
    @DataBoundSetter
    public void setStrategy(String strategy) {
        this.strategy = GivenValues.text(strategy, "rolling");
    }

    /** Whether the worlds that have the release already go back to what they ran before when a later one goes wrong. */
    public boolean isRollbackAll() {
        return rollbackAll;
    }

    /** Whether the worlds that have the release already go back to what they ran before when a later one goes wrong. */
    @DataBoundSetter
    public void setRollbackAll(boolean rollbackAll) {
        this.rollbackAll = rollbackAll;
    }

    /** Whether a release that runs already is delivered again. */
    public boolean isForce() {
        return force;
    }

    /** Whether a release that runs already is delivered again. */
    @DataBoundSetter
    public void setForce(boolean force) {
        this.force = force;
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

    /** Why it is delivered, for the history. */
    public String getReason() {
        return reason;
    }

    /** Why it is delivered, for the history. */
    @DataBoundSetter
    public void setReason(String reason) {
        this.reason = GivenValues.text(reason);
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "environment", environment);
        GivenValues.add(parameters, "release", release);
        GivenValues.add(parameters, "worlds", worlds);
        GivenValues.add(parameters, "strategy", strategy);
        GivenValues.add(parameters, "rollbackAll", rollbackAll);
        GivenValues.add(parameters, "force", force);
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
            super("deployRelease", List.of("worlds"), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.DeployReleaseStep_displayName();
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

        /** What can be chosen for {@code strategy}. */
        @POST
        public ListBoxModel doFillStrategyItems(@AncestorInPath Item item, @QueryParameter String strategy) {
            return FormChecks.choices(item, strategy, "rolling", "blue-green");
        }

        /** Whether {@code saveWithin} can be so. */
        @POST
        public FormValidation doCheckSaveWithin(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }
    }
}
