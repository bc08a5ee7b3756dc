package io.jenkins.plugins.aviary.scan.rule;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What Aviary's own rules found, each thing once. Used by one thread. */
public final class Hits {
    /** The name of the scanner. */
    public static final String TOOL = "aviary";

    private static final int MOST = 100_000;

    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> places = new HashSet<>();

    /** A finding at a place. */
    public void add(CanaryRule rule, String path, int line, int column, String message) {
        if (findings.size() >= MOST) {
            throw new OperationFailure("Aviary's rules found more than " + MOST
                    + " things; is 'source' the folder of the server's sources and nothing else?");
        }
        if (places.add(rule + " " + path + " " + line + " " + column)) {
            findings.add(Finding.at(TOOL, rule.id(), rule.severity(), path, line, column, message));
        }
    }

    /** A finding about a whole file. */
    public void add(CanaryRule rule, String path, String message) {
        add(rule, path, 0, 0, message);
    }

    /** What was found. */
    public List<Finding> findings() {
        return List.copyOf(findings);
    }
}
