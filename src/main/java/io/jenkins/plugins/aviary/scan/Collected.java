package io.jenkins.plugins.aviary.scan;

import io.jenkins.plugins.aviary.scan.advisory.AdvisoryFolder;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import io.jenkins.plugins.aviary.scan.parts.Port;
import io.jenkins.plugins.aviary.scan.tool.ToolFindings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What all scanners said.
 *
 * @param tools what each said
 * @param ports what the server is made of
 * @param advisories what the advisories say of that, if they were asked
 */
record Collected(List<ToolFindings> tools, List<Port> ports, Optional<AdvisoryFolder.Answer> advisories) {
    Collected {
        tools = List.copyOf(tools);
        ports = List.copyOf(ports);
    }

    List<Finding> findings() {
        List<Finding> all = new ArrayList<>();
        tools.forEach(tool -> all.addAll(tool.findings()));
        return all;
    }

    Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        tools.forEach(tool -> versions.put(tool.tool(), tool.version()));
        return versions;
    }

    int acceptedByTools() {
        return tools.stream().mapToInt(ToolFindings::accepted).sum();
    }
}
