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

/** Tells what went wrong in the logs of servers, how often, and what is new since the last release. */
public final class AnalyzeLogsStep extends OperationStep {
    private String environment;
    private List<String> worlds;
    private List<String> files;
    private String dialect;
    private boolean all;
    private String baseline;
    private String release;
    private int top = 20;
    private boolean failOnNew;
    private long errorsAtMost = -1L;
    private long crashesAtMost = -1L;
    private String savedWithin = "0s";

    /** With what must be given. */
    @DataBoundConstructor
    public AnalyzeLogsStep() {}

    /** The environment of aviary.yml whose worlds' logs are read on their hosts; give it or files. */
    public String getEnvironment() {
        return environment;
    }

    /** The environment of aviary.yml whose worlds' logs are read on their hosts; give it or files. */
    @DataBoundSetter
    public void setEnvironment(String environment) {
        this.environment = GivenValues.text(environment);
    }

    /** The worlds whose logs are read; all of the environment if none is given. */
    public List<String> getWorlds() {
        return worlds;
    }

    /** The worlds whose logs are read; all of the environment if none is given. */
    @DataBoundSetter
    public void setWorlds(List<String> worlds) {
        this.worlds = GivenValues.list(worlds);
    }

    /** Log files or patterns of them, relative to the workspace; they may be compressed by gzip. */
    public List<String> getFiles() {
        return files;
    }

    /** Log files or patterns of them, relative to the workspace; they may be compressed by gzip. */
    @DataBoundSetter
    public void setFiles(List<String> files) {
        this.files = GivenValues.list(files);
    }

    /** Whose lines they are: CANARY, CANARY_2, TFS or GENERIC; what aviary.yml says if not given, or CANARY without one. */
    public String getDialect() {
        return dialect;
    }

    /** Whose lines they are: CANARY, CANARY_2, TFS or GENERIC; what aviary.yml says if not given, or CANARY without one. */
    @DataBoundSetter
    public void setDialect(String dialect) {
        this.dialect = GivenValues.text(dialect);
    }

    /** Whether all of a world's log is read, instead of what came since its server last started. */
    public boolean isAll() {
        return all;
    }

    /** Whether all of a world's log is read, instead of what came since its server last started. */
    @DataBoundSetter
    public void setAll(boolean all) {
        this.all = all;
    }

    /** The name under which is kept what files are known for; nothing is compared or kept without one. */
    public String getBaseline() {
        return baseline;
    }

    /** The name under which is kept what files are known for; nothing is compared or kept without one. */
    @DataBoundSetter
    public void setBaseline(String baseline) {
        this.baseline = GivenValues.text(baseline);
    }

    /** The release that files are of; what runs on the host for worlds. */
    public String getRelease() {
        return release;
    }

    /** The release that files are of; what runs on the host for worlds. */
    @DataBoundSetter
    public void setRelease(String release) {
        this.release = GivenValues.text(release);
    }

    /** How many of the worst findings are listed, from 0 to 1000. Default: 20. */
    public int getTop() {
        return top;
    }

    /** How many of the worst findings are listed, from 0 to 1000. Default: 20. */
    @DataBoundSetter
    public void setTop(int top) {
        this.top = top;
    }

    /** Whether a warning or error that no release before had makes the build unstable. */
    public boolean isFailOnNew() {
        return failOnNew;
    }

    /** Whether a warning or error that no release before had makes the build unstable. */
    @DataBoundSetter
    public void setFailOnNew(boolean failOnNew) {
        this.failOnNew = failOnNew;
    }

    /** How many errors a log may have; -1 for any number. Default: -1. */
    public long getErrorsAtMost() {
        return errorsAtMost;
    }

    /** How many errors a log may have; -1 for any number. Default: -1. */
    @DataBoundSetter
    public void setErrorsAtMost(long errorsAtMost) {
        this.errorsAtMost = errorsAtMost;
    }

    /** How many crashes a log may tell of; -1 for any number. Default: -1. */
    public long getCrashesAtMost() {
        return crashesAtMost;
    }

    /** How many crashes a log may tell of; -1 for any number. Default: -1. */
    @DataBoundSetter
    public void setCrashesAtMost(long crashesAtMost) {
        this.crashesAtMost = crashesAtMost;
    }

    /** How long before the end of a log the last save may be; 0s if it may be any time. Default: 0s. */
    public String getSavedWithin() {
        return savedWithin;
    }

    /** How long before the end of a log the last save may be; 0s if it may be any time. Default: 0s. */
    @DataBoundSetter
    public void setSavedWithin(String savedWithin) {
        this.savedWithin = GivenValues.text(savedWithin, "0s");
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "environment", environment);
        GivenValues.add(parameters, "worlds", worlds);
        GivenValues.add(parameters, "files", files);
        GivenValues.add(parameters, "dialect", dialect);
        GivenValues.add(parameters, "all", all);
        GivenValues.add(parameters, "baseline", baseline);
        GivenValues.add(parameters, "release", release);
        GivenValues.add(parameters, "top", top);
        GivenValues.add(parameters, "failOnNew", failOnNew);
        GivenValues.add(parameters, "errorsAtMost", errorsAtMost);
        GivenValues.add(parameters, "crashesAtMost", crashesAtMost);
        GivenValues.add(parameters, "savedWithin", savedWithin);
        return parameters;
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("analyzeLogs", List.of("worlds", "files"), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.AnalyzeLogsStep_displayName();
        }

        /** What can be chosen for {@code dialect}. */
        @POST
        public ListBoxModel doFillDialectItems(@AncestorInPath Item item, @QueryParameter String dialect) {
            return FormChecks.choices(item, dialect, "canary", "canary-2", "tfs", "generic");
        }

        /** Whether {@code savedWithin} can be so. */
        @POST
        public FormValidation doCheckSavedWithin(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }
    }
}
