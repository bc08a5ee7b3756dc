package io.jenkins.plugins.aviary.config;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with a file, so that its author sees everything at once. */
final class Problems {
    private static final int SHOWN = 20;

    private record Problem(int line, String text) {}

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    /** Notes a problem: which key, and what was expected. */
    void add(int line, String path, String expectation) {
        found.add(new Problem(line, path + ": " + expectation));
    }

    /** Throws if anything was found, one line for each problem in the order of the file. */
    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        List<String> lines = found.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .limit(SHOWN)
                .map(problem -> file + ":" + problem.line() + ": " + problem.text())
                .toList();
        String more = found.size() > SHOWN ? "\n... and " + (found.size() - SHOWN) + " more" : "";
        throw new InvalidParameter(String.join("\n", lines) + more);
    }
}
