package io.jenkins.plugins.aviary.scan;

import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.Severity;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Looks for holes in sources, scripts, configuration and parts of a server, and stops what is too bad. */
@Step(
        name = "securityScan",
        summary =
                "Looks for holes in sources, scripts, configuration and parts of a server, and stops what is too bad.")
public record SecurityScan(
        @Parameter("SARIF files of any tool relative to the workspace, as patterns")
        List<String> sarif,

        @Parameter(
                value =
                        "The scanners that are run: cppcheck, clang-tidy, auto for those that are installed, none for none",
                defaultsTo = "auto")
        List<String> tools,

        @Parameter(value = "The folder of the server's sources, relative to the workspace", defaultsTo = ".")
        String source,

        @Parameter("The build's folder with compile_commands.json, relative to the workspace")
        String buildFolder,

        @Parameter("A folder of advisories in the OSV format, which the parts that vcpkg installed are held against")
        String advisories,

        @Parameter("How old the advisories may be; what the environment demands if not given, else 7d")
        Duration maxAdvisoryAge,

        @Parameter("The file that the bill of materials is written to as CycloneDX 1.6, relative to the workspace")
        String sbom,

        @Parameter(
                value = "The file of accepted findings, relative to the workspace",
                defaultsTo = ".aviary-suppressions.yml")
        String suppressions,

        @Parameter("How far ahead the end of a suppression may lie; any time if not given")
        Duration longestSuppression,

        @Parameter("The branch that is scanned; BRANCH_NAME if not given, else main")
        String branch,

        @Parameter("The branch whose findings are known already; CHANGE_TARGET if not given, else the scanned branch")
        String against,

        @Parameter("Whether only findings count that the baseline does not know")
        boolean newOnly,

        @Parameter("Whether to take the findings as they are: they become the baseline, and nothing is stopped")
        boolean accept,

        @Parameter(
                "The severity from which on a finding fails the scan; what the environment demands if stricter, else high")
        Severity failOn,

        @Parameter(
                "The severity from which on a finding makes the build unstable; what the environment demands if stricter, else medium")
        Severity unstableOn,

        @Parameter("The environment of aviary.yml whose policy holds")
        String environment,

        @Parameter("The digest of the release that is scanned, for which the result counts as evidence")
        String release,

        @Parameter(
                value = "The folder that findings.sarif and findings.md are written to, relative to the workspace",
                defaultsTo = "scan-results")
        String output)
        implements Operation<SecurityScan.Result> {
    /**
     * What came of it.
     *
     * @param result {@code passed}, {@code unstable}, {@code failed} or {@code accepted}
     * @param bySeverity how many findings that nobody accepted there are of each severity, worst first
     * @param fresh how many of them the baseline does not know
     * @param suppressed how many findings a suppression covers
     * @param expired how many suppressions have expired
     * @param acceptedByTools how many findings the scanners' own means accepted
     * @param tools the scanners with their versions
     * @param parts how many parts the bill of materials has
     * @param advisories how many advisories the parts were held against
     * @param advisoryAgeMillis how old the advisories are, in milliseconds; 0 if there are none
     * @param sarif the file with all findings, relative to the workspace
     * @param report the file with the table, relative to the workspace
     */
    public record Result(
            String result,
            Map<String, Integer> bySeverity,
            int fresh,
            int suppressed,
            int expired,
            int acceptedByTools,
            Map<String, String> tools,
            int parts,
            int advisories,
            long advisoryAgeMillis,
            String sarif,
            String report) {
        /** Keeps the order of the maps. */
        public Result {
            bySeverity = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(bySeverity));
            tools = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(tools));
        }
    }

    private static final List<String> TOOLS = List.of("cppcheck", "clang-tidy", "auto", "none");

    /** Takes what is absent as empty and refuses what contradicts itself. */
    public SecurityScan {
        sarif = sarif == null ? List.of() : List.copyOf(sarif);
        tools = tools == null ? List.of("auto") : List.copyOf(tools);
        source = source == null || source.isEmpty() ? "." : source;
        buildFolder = buildFolder == null ? "" : buildFolder;
        advisories = advisories == null ? "" : advisories;
        maxAdvisoryAge = maxAdvisoryAge == null ? Duration.ZERO : maxAdvisoryAge;
        sbom = sbom == null ? "" : sbom;
        suppressions = suppressions == null || suppressions.isEmpty() ? ".aviary-suppressions.yml" : suppressions;
        longestSuppression = longestSuppression == null ? Duration.ZERO : longestSuppression;
        branch = branch == null ? "" : branch;
        against = against == null ? "" : against;
        environment = environment == null ? "" : environment;
        release = release == null ? "" : release;
        output = output == null || output.isEmpty() ? "scan-results" : output;
        for (String tool : tools) {
            if (!TOOLS.contains(tool)) {
                throw new InvalidParameter("tools: '" + tool + "' cannot be run; known are " + String.join(", ", TOOLS)
                        + ". The SARIF of any other tool can be given as 'sarif'.");
            }
        }
        if (tools.size() > 1 && (tools.contains("auto") || tools.contains("none"))) {
            throw new InvalidParameter("tools: auto and none stand alone, found " + String.join(", ", tools));
        }
        if (!release.isEmpty()) {
            release = digest(release);
        }
    }

    private static String digest(String text) {
        try {
            return new Digest(text).hex();
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("release: " + e.getMessage(), e);
        }
    }

    @Override
    public Outcome<Result> run(RunContext context) throws InterruptedException {
        return new ScanRun(this, context).outcome();
    }
}
