package io.jenkins.plugins.aviary.cli.pipeline.ast;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.NearestName;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.ASTNode;

/** Collects what is wrong with a file, so that its author sees everything at once. */
final class Problems {
    private static final int MOST = 50;

    private final Set<Problem> found = new LinkedHashSet<>();
    private final String file;

    Problems(String file) {
        this.file = file;
    }

    void add(ASTNode place, String message) {
        add(place.getLineNumber(), message);
    }

    void add(int line, String message) {
        found.add(new Problem(Math.max(1, line), message));
    }

    void unknown(ASTNode place, String what, String given, Collection<String> known) {
        add(place, "'" + given + "' is not " + what + NearestName.suggestion(given, known));
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidParameter(found.stream()
                    .sorted(Comparator.comparingInt(Problem::line))
                    .limit(MOST)
                    .map(problem -> file + ":" + problem.line() + ": " + problem.message())
                    .collect(Collectors.joining("\n")));
        }
    }

    private record Problem(int line, String message) {}
}
