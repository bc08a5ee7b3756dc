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

/** Looks for holes in sources, scripts, configuration and parts of a server, and stops what is too bad. */
public final class SecurityScanStep extends OperationStep {
    private List<String> sarif;
    private List<String> tools = List.of("auto");
    private String source = ".";
    private String buildFolder;
    private String advisories;
    private String maxAdvisoryAge;
    private String sbom;
    private String suppressions = ".aviary-suppressions.yml";
    private String longestSuppression;
    private String branch;
    private String against;
    private boolean newOnly;
    private boolean accept;
    private String failOn;
    private String unstableOn;
    private String environment;
    private String release;
    private String output = "scan-results";

    /** With what must be given. */
    @DataBoundConstructor
    public SecurityScanStep() {}

    /** SARIF files of any tool relative to the workspace, as patterns. */
    public List<String> getSarif() {
        return sarif;
    }

    /** SARIF files of any tool relative to the workspace, as patterns. */
    @DataBoundSetter
    public void setSarif(List<String> sarif) {
        this.sarif = GivenValues.list(sarif);
    }

    /** The scanners that are run: cppcheck, clang-tidy, auto for those that are installed, none for none. Default: auto. */
    public List<String> getTools() {
        return tools;
    }

    /** The scanners that are run: cppcheck, clang-tidy, auto for those that are installed, none for none. Default: auto. */
    @DataBoundSetter
    public void setTools(List<String> tools) {
        this.tools = GivenValues.list(tools);
    }

    /** The folder of the server's sources, relative to the workspace. Default: .. */
    public String getSource() {
        return source;
    }

    /** The folder of the server's sources, relative to the workspace. Default: .. */
    @DataBoundSetter
    public void setSource(String source) {
        this.source = GivenValues.text(source, ".");
    }

    /** The build's folder with compile_commands.json, relative to the workspace. */
    public String getBuildFolder() {
        return buildFolder;
    }

    /** The build's folder with compile_commands.json, relative to the workspace. */
    @DataBoundSetter
    public void setBuildFolder(String buildFolder) {
        this.buildFolder = GivenValues.text(buildFolder);
    }

    /** A folder of advisories in the OSV format, which the parts that vcpkg installed are held against. */
    public String getAdvisories() {
        return advisories;
    }

    /** A folder of advisories in the OSV format, which the parts that vcpkg installed are held against. */
    @DataBoundSetter
    public void setAdvisories(String advisories) {
        this.advisories = GivenValues.text(advisories);
    }

    /** How old the advisories may be; what the environment demands if not given, else 7d. */
    public String getMaxAdvisoryAge() {
        return maxAdvisoryAge;
    }

    /** How old the advisories may be; what the environment demands if not given, else 7d. */
    @DataBoundSetter
    public void setMaxAdvisoryAge(String maxAdvisoryAge) {
        this.maxAdvisoryAge = GivenValues.text(maxAdvisoryAge);
    }

    /** The file that the bill of materials is written to as CycloneDX 1.6, relative to the workspace. */
    public String getSbom() {
        return sbom;
    }

    /** The file that the bill of materials is written to as CycloneDX 1.6, relative to the workspace. */
    @DataBoundSetter
    public void setSbom(String sbom) {
        this.sbom = GivenValues.text(sbom);
    }

    /** The file of accepted findings, relative to the workspace. Default: .aviary-suppressions.yml. */
    public String getSuppressions() {
        return suppressions;
    }

    /** The file of accepted findings, relative to the workspace. Default: .aviary-suppressions.yml. */
    @DataBoundSetter
    public void setSuppressions(String suppressions) {
        this.suppressions = GivenValues.text(suppressions, ".aviary-suppressions.yml");
    }

    /** How far ahead the end of a suppression may lie; any time if not given. */
    public String getLongestSuppression() {
        return longestSuppression;
    }

    /** How far ahead the end of a suppression may lie; any time if not given. */
    @DataBoundSetter
    public void setLongestSuppression(String longestSuppression) {
        this.longestSuppression = GivenValues.text(longestSuppression);
    }

    /** The branch that is scanned; BRANCH_NAME if not given, else main. */
    public String getBranch() {
        return branch;
    }

    /** The branch that is scanned; BRANCH_NAME if not given, else main. */
    @DataBoundSetter
    public void setBranch(String branch) {
        this.branch = GivenValues.text(branch);
    }

    /** The branch whose findings are known already; CHANGE_TARGET if not given, else the scanned branch. */
    public String getAgainst() {
        return against;
    }

    /** The branch whose findings are known already; CHANGE_TARGET if not given, else the scanned branch. */
    @DataBoundSetter
    public void setAgainst(String against) {
        this.against = GivenValues.text(against);
    }

    /** Whether only findings count that the baseline does not know. */
    public boolean isNewOnly() {
        return newOnly;
    }

    /** Whether only findings count that the baseline does not know. */
    @DataBoundSetter
    public void setNewOnly(boolean newOnly) {
        this.newOnly = newOnly;
    }

    /** Whether to take the findings as they are: they become the baseline, and nothing is stopped. */
    public boolean isAccept() {
        return accept;
    }

    /** Whether to take the findings as they are: they become the baseline, and nothing is stopped. */
    @DataBoundSetter
    public void setAccept(boolean accept) {
        this.accept = accept;
    }

    /** The severity from which on a finding fails the scan; what the environment demands if stricter, else high. */
    public String getFailOn() {
        return failOn;
    }

    /** The severity from which on a finding fails the scan; what the environment demands if stricter, else high. */
    @DataBoundSetter
    public void setFailOn(String failOn) {
        this.failOn = GivenValues.text(failOn);
    }

    /** The severity from which on a finding makes the build unstable; what the environment demands if stricter, else medium. */
    public String getUnstableOn() {
        return unstableOn;
    }

    /** The severity from which on a finding makes the build unstable; what the environment demands if stricter, else medium. */
    @DataBoundSetter
    public void setUnstableOn(String unstableOn) {
        this.unstableOn = GivenValues.text(unstableOn);
    }

    /** The environment of aviary.yml whose policy holds. */
    public String getEnvironment() {
        return environment;
    }

    /** The environment of aviary.yml whose policy holds. */
    @DataBoundSetter
    public void setEnvironment(String environment) {
        this.environment = GivenValues.text(environment);
    }

    /** The digest of the release that is scanned, for which the result counts as evidence. */
    public String getRelease() {
        return release;
    }

    /** The digest of the release that is scanned, for which the result counts as evidence. */
    @DataBoundSetter
    public void setRelease(String release) {
        this.release = GivenValues.text(release);
    }

    /** The folder that findings.sarif and findings.md are written to, relative to the workspace. Default: scan-results. */
    public String getOutput() {
        return output;
    }

    /** The folder that findings.sarif and findings.md are written to, relative to the workspace. Default: scan-results. */
    @DataBoundSetter
    public void setOutput(String output) {
        this.output = GivenValues.text(output, "scan-results");
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        GivenValues.add(parameters, "sarif", sarif);
        GivenValues.add(parameters, "tools", tools);
        GivenValues.add(parameters, "source", source);
        GivenValues.add(parameters, "buildFolder", buildFolder);
        GivenValues.add(parameters, "advisories", advisories);
        GivenValues.add(parameters, "maxAdvisoryAge", maxAdvisoryAge);
        GivenValues.add(parameters, "sbom", sbom);
        GivenValues.add(parameters, "suppressions", suppressions);
        GivenValues.add(parameters, "longestSuppression", longestSuppression);
        GivenValues.add(parameters, "branch", branch);
        GivenValues.add(parameters, "against", against);
        GivenValues.add(parameters, "newOnly", newOnly);
        GivenValues.add(parameters, "accept", accept);
        GivenValues.add(parameters, "failOn", failOn);
        GivenValues.add(parameters, "unstableOn", unstableOn);
        GivenValues.add(parameters, "environment", environment);
        GivenValues.add(parameters, "release", release);
        GivenValues.add(parameters, "output", output);
        return parameters;
    }

    /** Offers it to pipelines and their forms. */
    @Extension
    public static final class Description extends OperationStepDescriptor {
        /** Made by Jenkins, once. */
        public Description() {
            super("securityScan", List.of("sarif", "tools"), List.of());
        }

        @Override
        public String getDisplayName() {
            return Messages.SecurityScanStep_displayName();
        }

        /** Whether {@code maxAdvisoryAge} can be so. */
        @POST
        public FormValidation doCheckMaxAdvisoryAge(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }

        /** Whether {@code longestSuppression} can be so. */
        @POST
        public FormValidation doCheckLongestSuppression(@AncestorInPath Item item, @QueryParameter String value) {
            return FormChecks.duration(item, value, false);
        }

        /** What can be chosen for {@code failOn}. */
        @POST
        public ListBoxModel doFillFailOnItems(@AncestorInPath Item item, @QueryParameter String failOn) {
            return FormChecks.choices(item, failOn, "info", "low", "medium", "high", "critical");
        }

        /** What can be chosen for {@code unstableOn}. */
        @POST
        public ListBoxModel doFillUnstableOnItems(@AncestorInPath Item item, @QueryParameter String unstableOn) {
            return FormChecks.choices(item, unstableOn, "info", "low", "medium", "high", "critical");
        }
    }
}
