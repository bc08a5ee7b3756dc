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

/** Applies the numbered migrations of a release to the databases of an environment's worlds. */
public final class MigrateDatabaseStep extends OperationStep {
    private final String environment;
    private List<String> worlds;
    private String release;
    private int target;
    private boolean dryRun;
    private int dryRunLimit = 4096;
    private boolean importSchema;
    private boolean allowDestructive;
    private String unclear = "refuse";
    private String lockTimeout = "2s";
    private int lockAttempts = 10;
    private String statementTimeout = "1h";

    /** With what must be given. */
    @DataBoundConstructor
    public MigrateDatabaseStep(String environment) {
        this.environment = GivenValues.text(environment);
    }

    /** The environment whose worlds are migrated. */
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

    /** The digest of the release whose migrations are applied; those of the source tree in the workspace if not given. */
    public String getRelease() {
        return release;
    }

    /** The digest of the release whose migrations are applied; those of the source tree in the workspace if not given. */
    @DataBoundSetter
    public void setRelease(String release) {
        this.release = GivenValues.text(release);
    }

    /** The version to stop at; the highest of the release if not given. */
    public int getTarget() {
        return target;
    }

    /** The version to stop at; the highest of the release if not given. */
    @DataBoundSetter
    public void setTarget(int target) {
        this.target = target;
    }

    /** Whether the migrations are only tried, on a copy of each database that is dropped afterwards. */
    public boolean isDryRun() {
        return dryRun;
    }

    /** Whether the migrations are only tried, on a copy of each database that is dropped afterwards. */
    @DataBoundSetter
    public void setDryRun(boolean dryRun) {
        this.dryRun = dryRun;
    }

    /** How many MiB of rows a dry run copies at most; the largest tables beyond that stay empty. Default: 4096. */
    public int getDryRunLimit() {
        return dryRunLimit;
    }

    /** How many MiB of rows a dry run copies at most; the largest tables beyond that stay empty. Default: 4096. */
    @DataBoundSetter
    public void setDryRunLimit(int dryRunLimit) {
        this.dryRunLimit = dryRunLimit;
    }

    /** Whether an empty database first gets the release's schema.sql. */
    public boolean isImportSchema() {
        return importSchema;
    }

    /** Whether an empty database first gets the release's schema.sql. */
    @DataBoundSetter
    public void setImportSchema(boolean importSchema) {
        this.importSchema = importSchema;
    }

    /** Whether statements may run after which something is gone that players have. */
    public boolean isAllowDestructive() {
        return allowDestructive;
    }

    /** Whether statements may run after which something is gone that players have. */
    @DataBoundSetter
    public void setAllowDestructive(boolean allowDestructive) {
        this.allowDestructive = allowDestructive;
    }

    /** What to think of a statement of a killed migration that may have run or not: refuse, ran or not-run, once somebody looked. Default: refuse. */
    public String getUnclear() {
        return unclear;
    }

    /** What to think of a statement of a killed migration that may have run or not: refuse, ran or not-run, once somebody looked. Default: refuse. */
    @DataBoundSetter
    public void setUnclear(String unclear) {
        this.unclear = GivenValues.text(unclear, "refuse");
    }

    /** How long a statement waits for a table that is in use, from 1s; players may wait as long behind it. Default: 2s. */
    public String getLockTimeout() {
        return lockTimeout;
    }

    /** How long a statement waits for a table that is in use, from 1s; players may wait as long behind it. Default: 2s. */
    @DataBoundSetter
    public void setLockTimeout(String lockTimeout) {
        this.lockTimeout = GivenValues.text(lockTimeout, "2s");
    }

    /** How often a statement that waited in vain is tried, from 1. Default: 10. */
    public int getLockAttempts() {
        return lockAttempts;
    }

    /** How often a statement that waited in vain is tried, from 1. Default: 10. */
    @DataBoundSetter
    public void setLockAttempts(int lockAttempts) {
        this.lockAttempts = lockAttempts;
    }

    /** How long one statement may take. Default: 1h. */
    public String getStatementTimeout() {
        return statementTimeout;
    }

    /** How long one statement may take. Default: 1h. */
    @DataBoundSetter
    public void setStatementTimeout(String statementTimeout) {
        this.statementTimeout = GivenValues.text(statementTimeout, "1h");
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "environment", environment);
        GivenValues.add(parameters, "worlds", worlds);
        GivenValues.add(parameters, "release", release);
        GivenValues.add(parameters, "target", target);
        GivenValues.add(parameters, "dryRun", dryRun);
        GivenValues.add(parameters, "dryRunLimit", dryRunLimit);
        GivenValues.add(parameters, "importSchema", importSchema);
        GivenValues.add(parameters, "allowDestructive", allowDestructive);
        GivenValues.add(parameters, "unclear", unclear);
        GivenValues.add(parameters, "lockTimeout", lockTimeout);
        GivenValues.add(parameters, "lockAttempts", lockAttempts);
        GivenValues.add(parameters, "statementTimeout", statementTimeout);
        return parameters;
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("migrateDatabase", List.of("worlds"), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.MigrateDatabaseStep_displayName();
        }

        /** Whether {@code environment} can be so. */
        @POST
        public FormValidation doCheckEnvironment(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.required(item, value);
        }

        /** What can be chosen for {@code unclear}. */
        @POST
        public ListBoxModel doFillUnclearItems(@AncestorInPath Item item, @QueryParameter String unclear) {
            return FormChecks.choices(item, unclear, "refuse", "ran", "not-run");
        }

        /** Whether {@code lockTimeout} can be so. */
        @POST
        public FormValidation doCheckLockTimeout(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }

        /** Whether {@code statementTimeout} can be so. */
        @POST
        public FormValidation doCheckStatementTimeout(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }
    }
}
