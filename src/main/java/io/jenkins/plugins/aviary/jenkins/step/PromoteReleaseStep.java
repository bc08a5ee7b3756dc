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

/** Lets a release into an environment if it brings everything that the environment demands. */
public final class PromoteReleaseStep extends OperationStep {
    private final String environment;
    private final String release;
    private boolean dryRun;

    /** With what must be given. */
    @DataBoundConstructor
    public PromoteReleaseStep(String environment, String release) {
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

    /** Whether to only tell what is missing, and promote nothing. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** Whether to only tell what is missing, and promote nothing. */
    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "environment", environment);
        GivenValues.add(parameters, "release", release);
        GivenValues.add(parameters, "dryRun", dryRun);
        return parameters;
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("promoteRelease", List.of(), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.PromoteReleaseStep_displayName();
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
    }
}
