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

/** Tells how the servers of an environment are: process, status protocol, game port, saves and errors. */
public final class ServerHealthStep extends OperationStep {
    private final String environment;
    private List<String> worlds;
    private String savedWithin = "0s";
    private String answersWithin = "1s";
    private int errorsAtMost = 0;
    private int parallel = 8;

    /** With what must be given. */
    @DataBoundConstructor
    public ServerHealthStep(String environment) {
        this.environment = GivenValues.text(environment);
    }

    /** The environment of aviary.yml. */
    public String getEnvironment() {
        return environment;
    }

    /** The worlds to look at; all of the environment if none is given. */
    public List<String> getWorlds() {
        return worlds;
    }

    /** The worlds to look at; all of the environment if none is given. */
    @DataBoundSetter
    public void setWorlds(List<String> worlds) {
        this.worlds = GivenValues.list(worlds);
    }

    /** How long the last save may be ago before a world counts as degraded; 0s if it may be any time. Default: 0s. */
    public String getSavedWithin() {
        return savedWithin;
    }

    /** How long the last save may be ago before a world counts as degraded; 0s if it may be any time. Default: 0s. */
    @DataBoundSetter
    public void setSavedWithin(String savedWithin) {
        this.savedWithin = GivenValues.text(savedWithin, "0s");
    }

    /** How long the status answer may take before a world counts as degraded. Default: 1s. */
    public String getAnswersWithin() {
        return answersWithin;
    }

    /** How long the status answer may take before a world counts as degraded. Default: 1s. */
    @DataBoundSetter
    public void setAnswersWithin(String answersWithin) {
        this.answersWithin = GivenValues.text(answersWithin, "1s");
    }

    /** How many errors a server may have logged since it started, from 0. Default: 0. */
    public int getErrorsAtMost() {
        return errorsAtMost;
    }

    /** How many errors a server may have logged since it started, from 0. Default: 0. */
    @DataBoundSetter
    public void setErrorsAtMost(int errorsAtMost) {
        this.errorsAtMost = errorsAtMost;
    }

    /** How many worlds are looked at at once, from 1 to 64. Default: 8. */
    public int getParallel() {
        return parallel;
    }

    /** How many worlds are looked at at once, from 1 to 64. Default: 8. */
    @DataBoundSetter
    public void setParallel(int parallel) {
        this.parallel = parallel;
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "environment", environment);
        GivenValues.add(parameters, "worlds", worlds);
        GivenValues.add(parameters, "savedWithin", savedWithin);
        GivenValues.add(parameters, "answersWithin", answersWithin);
        GivenValues.add(parameters, "errorsAtMost", errorsAtMost);
        GivenValues.add(parameters, "parallel", parallel);
        return parameters;
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("serverHealth", List.of("worlds"), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.ServerHealthStep_displayName();
        }

        /** Whether {@code environment} can be so. */
        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }

        /** Whether {@code savedWithin} can be so. */
        @POST
        public FormValidation doCheckSavedWithin(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }

        /** Whether {@code answersWithin} can be so. */
        @POST
        public FormValidation doCheckAnswersWithin(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }
    }
}
