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

/** Announces, drains and closes worlds for the work of a block, and opens them again however it ends. */
public final class MaintenanceWindowStep extends OperationStep {
    private final String environment;
    private List<String> worlds;
    private String mode = "stop";
    private String notice = "Maintenance begins soon. Please log out in a safe place.";
    private String announce = "5m";
    private String drain = "2m";
    private String within = "2m";
    private String reason;

    /** With what must be given. */
    @DataBoundConstructor
    public MaintenanceWindowStep(String environment) {
        this.environment = GivenValues.text(environment);
    }

    /** The environment of aviary.yml. */
    public String getEnvironment() {
        return environment;
    }

    /** The worlds; all of the environment if none is given. */
    public List<String> getWorlds() {
        return worlds;
    }

    /** The worlds; all of the environment if none is given. */
    @DataBoundSetter
    public void setWorlds(List<String> worlds) {
        this.worlds = GivenValues.list(worlds);
    }

    /** How worlds are closed: stop, or maintain (restarted so that only staff can enter), or drain (they run, and nobody new comes in). Default: stop. */
    public String getMode() {
        return mode;
    }

    /** How worlds are closed: stop, or maintain (restarted so that only staff can enter), or drain (they run, and nobody new comes in). Default: stop. */
    @DataBoundSetter
    public void setMode(String mode) {
        this.mode = GivenValues.text(mode, "stop");
    }

    /** What players are told, up to 120 characters. Default: Maintenance begins soon. Please log out in a safe place.. */
    public String getNotice() {
        return notice;
    }

    /** What players are told, up to 120 characters. Default: Maintenance begins soon. Please log out in a safe place.. */
    @DataBoundSetter
    public void setNotice(String notice) {
        this.notice = GivenValues.text(notice, "Maintenance begins soon. Please log out in a safe place.");
    }

    /** How long before players are told. Default: 5m. */
    public String getAnnounce() {
        return announce;
    }

    /** How long before players are told. Default: 5m. */
    @DataBoundSetter
    public void setAnnounce(String announce) {
        this.announce = GivenValues.text(announce, "5m");
    }

    /** How long players may take to leave, while nobody new comes in. Default: 2m. */
    public String getDrain() {
        return drain;
    }

    /** How long players may take to leave, while nobody new comes in. Default: 2m. */
    @DataBoundSetter
    public void setDrain(String drain) {
        this.drain = GivenValues.text(drain, "2m");
    }

    /** How long a save or a reload of one world may take. Default: 2m. */
    public String getWithin() {
        return within;
    }

    /** How long a save or a reload of one world may take. Default: 2m. */
    @DataBoundSetter
    public void setWithin(String within) {
        this.within = GivenValues.text(within, "2m");
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
        GivenValues.add(parameters, "mode", mode);
        GivenValues.add(parameters, "notice", notice);
        GivenValues.add(parameters, "announce", announce);
        GivenValues.add(parameters, "drain", drain);
        GivenValues.add(parameters, "within", within);
        GivenValues.add(parameters, "reason", reason);
        return parameters;
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("maintenanceWindow", List.of("worlds"), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.MaintenanceWindowStep_displayName();
        }

        /** Whether {@code environment} can be so. */
        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }

        /** What can be chosen for {@code mode}. */
        @POST
        public ListBoxModel doFillModeItems(@AncestorInPath Item item, @QueryParameter String mode) {
            return FormChecks.choices(item, mode, "stop", "maintain", "drain");
        }

        /** Whether {@code announce} can be so. */
        @POST
        public FormValidation doCheckAnnounce(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }

        /** Whether {@code drain} can be so. */
        @POST
        public FormValidation doCheckDrain(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }

        /** Whether {@code within} can be so. */
        @POST
        public FormValidation doCheckWithin(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }
    }
}
