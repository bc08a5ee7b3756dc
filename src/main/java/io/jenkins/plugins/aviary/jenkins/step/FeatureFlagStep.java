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

/** Gives a key of config.lua another value on running servers, reads it back, and undoes it if that fails. */
public final class FeatureFlagStep extends OperationStep {
    private final String environment;
    private final String flag;
    private final String value;
    private List<String> worlds;
    private int percent = 100;
    private String within = "30s";
    private String reason;

    /** With what must be given. */
    @DataBoundConstructor
    public FeatureFlagStep(String environment, String flag, String value) {
        this.environment = GivenValues.text(environment);
        this.flag = GivenValues.text(flag);
        this.value = GivenValues.text(value);
    }

    /** The environment of aviary.yml. */
    public String getEnvironment() {
        return environment;
    }

    /** The worlds to choose from, in this order; all of the environment if none is given. */
    public List<String> getWorlds() {
        return worlds;
    }

    /** The worlds to choose from, in this order; all of the environment if none is given. */
    @DataBoundSetter
    public void setWorlds(List<String> worlds) {
        this.worlds = GivenValues.list(worlds);
    }

    /** The key of config.lua. */
    public String getFlag() {
        return flag;
    }

    /** The value: true or false, a number, or a text, as the key has one now. */
    public String getValue() {
        return value;
    }

    /** How many of the worlds get it, in percent from 1 to 100, rounded up; those that had it at a lower percentage are always among them. Default: 100. */
    public int getPercent() {
        return percent;
    }

    /** How many of the worlds get it, in percent from 1 to 100, rounded up; those that had it at a lower percentage are always among them. Default: 100. */
    @DataBoundSetter
    public void setPercent(int percent) {
        this.percent = percent;
    }

    /** How long a server may take to show it. Default: 30s. */
    public String getWithin() {
        return within;
    }

    /** How long a server may take to show it. Default: 30s. */
    @DataBoundSetter
    public void setWithin(String within) {
        this.within = GivenValues.text(within, "30s");
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
        GivenValues.add(parameters, "flag", flag);
        GivenValues.add(parameters, "value", value);
        GivenValues.add(parameters, "percent", percent);
        GivenValues.add(parameters, "within", within);
        GivenValues.add(parameters, "reason", reason);
        return parameters;
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("featureFlag", List.of("worlds"), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.FeatureFlagStep_displayName();
        }

        /** Whether {@code environment} can be so. */
        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }

        /** Whether {@code flag} can be so. */
        @POST
        public FormValidation doCheckFlag(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }

        /** Whether {@code value} can be so. */
        @POST
        public FormValidation doCheckValue(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }

        /** Whether {@code within} can be so. */
        @POST
        public FormValidation doCheckWithin(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }
    }
}
