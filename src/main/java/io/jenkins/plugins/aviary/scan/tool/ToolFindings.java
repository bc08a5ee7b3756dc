package io.jenkins.plugins.aviary.scan.tool;

import io.jenkins.plugins.aviary.scan.finding.Finding;
import java.util.List;

/**
 * What one scanner said.
 *
 * @param tool its name
 * @param version its version, or empty
 * @param findings what it found
 * @param accepted how many findings its own means accepted, such as comments in the source
 */
public record ToolFindings(String tool, String version, List<Finding> findings, int accepted) {
    /** Takes a copy. */
    public ToolFindings {
        findings = List.copyOf(findings);
    }
}
