package io.jenkins.plugins.aviary.changes;

import java.util.List;
import java.util.Locale;
import org.semver4j.Semver;

/**
 * How much the version is raised, as semver.org and Conventional Commits say; a new migration is at least a new minor
 * version, since the release before cannot run on the database any more.
 */
enum Bump {
    /** Nothing changed. */
    NONE,
    /** Only repairs. */
    PATCH,
    /** Something is new. */
    MINOR,
    /** Something breaks. */
    MAJOR;

    static Bump of(List<CommitMessage> messages, TreeChanges tree) {
        Bump bump = messages.isEmpty() ? NONE : PATCH;
        for (CommitMessage message : messages) {
            for (Entry entry : message.entries()) {
                bump = max(bump, entry.isBreaking() ? MAJOR : entry.kind() == Entry.Kind.FEATURE ? MINOR : PATCH);
            }
        }
        bump = tree.migrations().isEmpty() ? bump : max(bump, MINOR);
        return tree.protocol().isPresent() ? MAJOR : bump;
    }

    private static Bump max(Bump one, Bump other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** The version after another; below 1.0.0 a break raises the minor version. */
    Semver after(Semver before) {
        Bump effective = this == MAJOR && before.getMajor() == 0 ? MINOR : this;
        return switch (effective) {
            case NONE -> before;
            case PATCH -> before.nextPatch();
            case MINOR -> before.nextMinor();
            case MAJOR -> before.nextMajor();
        };
    }

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
