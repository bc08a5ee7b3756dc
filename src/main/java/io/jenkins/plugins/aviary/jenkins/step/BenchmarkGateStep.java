package io.jenkins.plugins.aviary.jenkins.step;

import hudson.Extension;
import hudson.model.Item;
import hudson.util.ListBoxModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Compares benchmark results with a baseline of the same branch and machine, and stops what got slower. */
public final class BenchmarkGateStep extends OperationStep {
    private List<String> results;
    private List<String> logs;
    private Map<String, String> numbers;
    private String suite = "benchmarks";
    private String time = "CPU";
    private String branch;
    private String against;
    private String machine;
    private double threshold = 2.0;
    private double falseAlarms = 1.0;
    private int window = 60;
    private boolean update = true;
    private boolean release;
    private boolean accept;
    private boolean fail;
    private String report;

    /** With what must be given. */
    @DataBoundConstructor
    public BenchmarkGateStep() {}

    /** Result files relative to the workspace, as patterns: JSON of Google Benchmark, XML of JUnit or ctest. */
    public List<String> getResults() {
        return results;
    }

    /** Result files relative to the workspace, as patterns: JSON of Google Benchmark, XML of JUnit or ctest. */
    @DataBoundSetter
    public void setResults(List<String> results) {
        this.results = GivenValues.list(results);
    }

    /** Logs relative to the workspace, as patterns, in which numbers are looked for. */
    public List<String> getLogs() {
        return logs;
    }

    /** Logs relative to the workspace, as patterns, in which numbers are looked for. */
    @DataBoundSetter
    public void setLogs(List<String> logs) {
        this.logs = GivenValues.list(logs);
    }

    /** What is looked for in logs: names, and patterns whose first group is the number. */
    public Map<String, String> getNumbers() {
        return numbers;
    }

    /** What is looked for in logs: names, and patterns whose first group is the number. */
    @DataBoundSetter
    public void setNumbers(Map<String, String> numbers) {
        this.numbers = GivenValues.map(numbers);
    }

    /** The name of this set of benchmarks. Default: benchmarks. */
    public String getSuite() {
        return suite;
    }

    /** The name of this set of benchmarks. Default: benchmarks. */
    @DataBoundSetter
    public void setSuite(String suite) {
        this.suite = GivenValues.text(suite, "benchmarks");
    }

    /** Which time of Google Benchmark counts. Default: CPU. */
    public String getTime() {
        return time;
    }

    /** Which time of Google Benchmark counts. Default: CPU. */
    @DataBoundSetter
    public void setTime(String time) {
        this.time = GivenValues.text(time, "CPU");
    }

    /** The branch that is measured; BRANCH_NAME if not given, else main. */
    public String getBranch() {
        return branch;
    }

    /** The branch that is measured; BRANCH_NAME if not given, else main. */
    @DataBoundSetter
    public void setBranch(String branch) {
        this.branch = GivenValues.text(branch);
    }

    /** The branch whose baseline is compared with; CHANGE_TARGET if not given, else the measured branch. */
    public String getAgainst() {
        return against;
    }

    /** The branch whose baseline is compared with; CHANGE_TARGET if not given, else the measured branch. */
    @DataBoundSetter
    public void setAgainst(String against) {
        this.against = GivenValues.text(against);
    }

    /** What else makes times comparable, such as the compiler and its flags. */
    public String getMachine() {
        return machine;
    }

    /** What else makes times comparable, such as the compiler and its flags. */
    @DataBoundSetter
    public void setMachine(String machine) {
        this.machine = GivenValues.text(machine);
    }

    /** The change in percent, above 0, from which on it counts. Default: 2. */
    public double getThreshold() {
        return threshold;
    }

    /** The change in percent, above 0, from which on it counts. Default: 2. */
    @DataBoundSetter
    public void setThreshold(double threshold) {
        this.threshold = threshold;
    }

    /** The chance in percent, above 0 and below 50, that unchanged benchmarks are stopped, all together. Default: 1. */
    public double getFalseAlarms() {
        return falseAlarms;
    }

    /** The chance in percent, above 0 and below 50, that unchanged benchmarks are stopped, all together. Default: 1. */
    @DataBoundSetter
    public void setFalseAlarms(double falseAlarms) {
        this.falseAlarms = falseAlarms;
    }

    /** How many of the newest values of each benchmark the baseline keeps, from 5. Default: 60. */
    public int getWindow() {
        return window;
    }

    /** How many of the newest values of each benchmark the baseline keeps, from 5. Default: 60. */
    @DataBoundSetter
    public void setWindow(int window) {
        this.window = window;
    }

    /** Whether results that pass become part of the baseline. Default: true. */
    public boolean isUpdate() {
        return update;
    }

    /** Whether results that pass become part of the baseline. Default: true. */
    @DataBoundSetter
    public void setUpdate(boolean update) {
        this.update = update;
    }

    /** Whether this is a release: later results are compared with it too, until the next one. */
    public boolean isRelease() {
        return release;
    }

    /** Whether this is a release: later results are compared with it too, until the next one. */
    @DataBoundSetter
    public void setRelease(boolean release) {
        this.release = release;
    }

    /** Whether to take the results as they are: what got slower passes and renews the baseline. */
    public boolean isAccept() {
        return accept;
    }

    /** Whether to take the results as they are: what got slower passes and renews the baseline. */
    @DataBoundSetter
    public void setAccept(boolean accept) {
        this.accept = accept;
    }

    /** Whether a benchmark that got slower fails the build instead of making it unstable. */
    public boolean isFail() {
        return fail;
    }

    /** Whether a benchmark that got slower fails the build instead of making it unstable. */
    @DataBoundSetter
    public void setFail(boolean fail) {
        this.fail = fail;
    }

    /** The file that the table is written to as Markdown, relative to the workspace. */
    public String getReport() {
        return report;
    }

    /** The file that the table is written to as Markdown, relative to the workspace. */
    @DataBoundSetter
    public void setReport(String report) {
        this.report = GivenValues.text(report);
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "results", results);
        GivenValues.add(parameters, "logs", logs);
        GivenValues.add(parameters, "numbers", numbers);
        GivenValues.add(parameters, "suite", suite);
        GivenValues.add(parameters, "time", time);
        GivenValues.add(parameters, "branch", branch);
        GivenValues.add(parameters, "against", against);
        GivenValues.add(parameters, "machine", machine);
        GivenValues.add(parameters, "threshold", threshold);
        GivenValues.add(parameters, "falseAlarms", falseAlarms);
        GivenValues.add(parameters, "window", window);
        GivenValues.add(parameters, "update", update);
        GivenValues.add(parameters, "release", release);
        GivenValues.add(parameters, "accept", accept);
        GivenValues.add(parameters, "fail", fail);
        GivenValues.add(parameters, "report", report);
        return parameters;
    }

    @Override
    void setMap(String name, Map<String, String> values) {
        switch (name) {
            case "numbers" -> setNumbers(values);
            default -> super.setMap(name, values);
        }
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("benchmarkGate", List.of("results", "logs"), List.of("numbers"));
        }

        @Override
        public String getDisplayName() {
            return Messages.BenchmarkGateStep_displayName();
        }

        /** What can be chosen for {@code time}. */
        @POST
        public ListBoxModel doFillTimeItems(@AncestorInPath Item item, @QueryParameter String time) {
            return FormChecks.choices(item, time, "cpu", "real");
        }
    }
}
