package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.database.DatabaseVersion;
import java.util.ArrayList;
import java.util.List;

/**
 * What is going to happen to a database.
 *
 * @param version the version it has
 * @param imports whether the release's schema is imported first
 * @param resumes the file of a migration that was begun and is not done, or empty
 * @param steps the migrations, in their order
 */
public record MigrationPlan(DatabaseVersion version, boolean imports, String resumes, List<Step> steps) {
    /** Copies the steps. */
    public MigrationPlan {
        steps = List.copyOf(steps);
    }

    /**
     * One migration of a plan.
     *
     * @param file its file's name
     * @param from the version before it
     * @param to the version after it
     * @param statements how many statements it will execute, as far as that can be foreseen
     * @param risks what is to be known of them
     * @param unforeseen why not all of them are foreseen, or empty
     */
    public record Step(String file, int from, int to, int statements, List<Risk> risks, String unforeseen) {
        /** Copies the risks. */
        public Step {
            risks = List.copyOf(risks);
        }
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return steps.isEmpty() && !imports && resumes.isEmpty();
    }

    /** What is to be known of all statements, each with its file in front. */
    public List<String> risks() {
        List<String> lines = new ArrayList<>();
        for (Step step : steps) {
            step.risks().forEach(risk -> lines.add(step.file() + " " + risk));
            if (!step.unforeseen().isEmpty()) {
                lines.add(
                        step.file() + " notice: not all of its statements are foreseen, because " + step.unforeseen());
            }
        }
        return lines;
    }

    /** Whether after one of its statements something is gone that players have. */
    public boolean isDestructive() {
        return steps.stream()
                .flatMap(step -> step.risks().stream())
                .anyMatch(risk -> risk.severity() == Risk.Severity.DESTRUCTIVE);
    }
}
