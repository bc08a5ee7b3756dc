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

/** Restores a backup of a world into an empty database, once somebody confirmed what players lose. */
public final class RestoreDatabaseStep extends OperationStep {
    private final String environment;
    private final String world;
    private String backup;
    private String schema;
    private String confirm;

    /** With what must be given. */
    @DataBoundConstructor
    public RestoreDatabaseStep(String environment, String world) {
        this.environment = GivenValues.text(environment);
        this.world = GivenValues.text(world);
    }

    /** The environment of the world. */
    public String getEnvironment() {
        return environment;
    }

    /** The world whose backup is restored. */
    public String getWorld() {
        return world;
    }

    /** The backup, by its digest; the newest that was proved if not given. */
    public String getBackup() {
        return backup;
    }

    /** The backup, by its digest; the newest that was proved if not given. */
    @DataBoundSetter
    public void setBackup(String backup) {
        this.backup = GivenValues.text(backup);
    }

    /** The empty schema to restore into, on the server of the world's database; the world's own if not given. */
    public String getSchema() {
        return schema;
    }

    /** The empty schema to restore into, on the server of the world's database; the world's own if not given. */
    @DataBoundSetter
    public void setSchema(String schema) {
        this.schema = GivenValues.text(schema);
    }

    /** The confirmation that the step asks for: the world and the moment that its players go back to, as WORLD@TIME. */
    public String getConfirm() {
        return confirm;
    }

    /** The confirmation that the step asks for: the world and the moment that its players go back to, as WORLD@TIME. */
    @DataBoundSetter
    public void setConfirm(String confirm) {
        this.confirm = GivenValues.text(confirm);
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "environment", environment);
        GivenValues.add(parameters, "world", world);
        GivenValues.add(parameters, "backup", backup);
        GivenValues.add(parameters, "schema", schema);
        GivenValues.add(parameters, "confirm", confirm);
        return parameters;
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("restoreDatabase", List.of(), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.RestoreDatabaseStep_displayName();
        }

        /** Whether {@code environment} can be so. */
        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }

        /** Whether {@code world} can be so. */
        @POST
        public FormValidation doCheckWorld(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }
    }
}
