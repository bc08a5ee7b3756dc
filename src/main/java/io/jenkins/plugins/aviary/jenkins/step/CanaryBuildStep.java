package io.jenkins.plugins.aviary.jenkins.step;

import hudson.Extension;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Builds the game server from its CMake preset, tests it, and keeps it as an artifact named by its digest. */
public final class CanaryBuildStep extends OperationStep {
    private String source;
    private String preset;
    private String testPreset;
    private String version;
    private List<String> definitions;
    private List<String> targets;
    private boolean test = true;
    private boolean fresh;
    private int jobs;

    /** With what must be given. */
    @DataBoundConstructor
    public CanaryBuildStep() {}

    /** The folder with CMakePresets.json, relative to the workspace; aviary.yml says which if not given. */
    public String getSource() {
        return source;
    }

    /** The folder with CMakePresets.json, relative to the workspace; aviary.yml says which if not given. */
    @DataBoundSetter
    public void setSource(String source) {
        this.source = GivenValues.text(source);
    }

    /** The configure preset of the release; aviary.yml says which if not given. */
    public String getPreset() {
        return preset;
    }

    /** The configure preset of the release; aviary.yml says which if not given. */
    @DataBoundSetter
    public void setPreset(String preset) {
        this.preset = GivenValues.text(preset);
    }

    /** The configure preset whose tests are run; aviary.yml says which if not given. */
    public String getTestPreset() {
        return testPreset;
    }

    /** The configure preset whose tests are run; aviary.yml says which if not given. */
    @DataBoundSetter
    public void setTestPreset(String testPreset) {
        this.testPreset = GivenValues.text(testPreset);
    }

    /** The release's version; what Git describes if not given. */
    public String getVersion() {
        return version;
    }

    /** The release's version; what Git describes if not given. */
    @DataBoundSetter
    public void setVersion(String version) {
        this.version = GivenValues.text(version);
    }

    /** CMake cache entries, as NAME=VALUE, added to those of aviary.yml. */
    public List<String> getDefinitions() {
        return definitions;
    }

    /** CMake cache entries, as NAME=VALUE, added to those of aviary.yml. */
    @DataBoundSetter
    public void setDefinitions(List<String> definitions) {
        this.definitions = GivenValues.list(definitions);
    }

    /** The targets to build; everything if none is given. */
    public List<String> getTargets() {
        return targets;
    }

    /** The targets to build; everything if none is given. */
    @DataBoundSetter
    public void setTargets(List<String> targets) {
        this.targets = GivenValues.list(targets);
    }

    /** Whether the tests are run. Default: true. */
    public boolean isTest() {
        return test;
    }

    /** Whether the tests are run. Default: true. */
    @DataBoundSetter
    public void setTest(boolean test) {
        this.test = test;
    }

    /** Whether to configure from scratch. */
    public boolean isFresh() {
        return fresh;
    }

    /** Whether to configure from scratch. */
    @DataBoundSetter
    public void setFresh(boolean fresh) {
        this.fresh = fresh;
    }

    /** How many compilers run at once, from 1; as many as there are processors if not given. */
    public int getJobs() {
        return jobs;
    }

    /** How many compilers run at once, from 1; as many as there are processors if not given. */
    @DataBoundSetter
    public void setJobs(int jobs) {
        this.jobs = jobs;
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "source", source);
        GivenValues.add(parameters, "preset", preset);
        GivenValues.add(parameters, "testPreset", testPreset);
        GivenValues.add(parameters, "version", version);
        GivenValues.add(parameters, "definitions", definitions);
        GivenValues.add(parameters, "targets", targets);
        GivenValues.add(parameters, "test", test);
        GivenValues.add(parameters, "fresh", fresh);
        GivenValues.add(parameters, "jobs", jobs);
        return parameters;
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("canaryBuild", List.of("definitions", "targets"), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.CanaryBuildStep_displayName();
        }
    }
}
