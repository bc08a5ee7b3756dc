package io.jenkins.plugins.aviary.changes;

/**
 * One change, as its author told it.
 *
 * @param kind what kind of change
 * @param scope the part it is about, or empty
 * @param subject what was changed
 * @param breaking what players or operators must do or know, or empty if nothing breaks
 * @param commit the commit
 */
record Entry(Kind kind, String scope, String subject, String breaking, String commit) {
    /** The kinds of changes, in the order in which notes show them. */
    enum Kind {
        FEATURE("Features", "feat", "feature"),
        FIX("Fixes", "fix", "bugfix", "hotfix"),
        PERFORMANCE("Performance", "perf"),
        IMPROVEMENT("Improvements", "improve", "enhance", "refactor"),
        REVERT("Reverted", "revert"),
        DOCUMENTATION("Documentation", "docs", "doc"),
        INTERNAL("Build and tests", "build", "ci", "test", "tests", "chore", "style"),
        OTHER("Other changes");

        private final String heading;
        private final java.util.List<String> types;

        Kind(String heading, String... types) {
            this.heading = heading;
            this.types = java.util.List.of(types);
        }

        String heading() {
            return heading;
        }

        static java.util.Optional<Kind> of(String type) {
            String folded = type.toLowerCase(java.util.Locale.ROOT);
            return java.util.Arrays.stream(values())
                    .filter(kind -> kind.types.contains(folded))
                    .findFirst();
        }
    }

    /** Whether something breaks. */
    boolean isBreaking() {
        return !breaking.isEmpty();
    }
}
