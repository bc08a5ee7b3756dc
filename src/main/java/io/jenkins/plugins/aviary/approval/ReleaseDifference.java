package io.jenkins.plugins.aviary.approval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a release brings over one that runs where it is to go.
 *
 * @param worlds where that one runs, each world once
 * @param from its version
 * @param to the new version
 * @param fromCommit the commit that it is of, or empty
 * @param toCommit the commit that the new release is of, or empty
 * @param commitCount how many commits it brings, or -1 if the builds of the two do not tell
 * @param commits the newest of these, by the beginning of their ids
 * @param known whether the files of the one that runs are known here; the counts are 0 if not
 * @param added how many files the new release has more
 * @param changed how many have another content, or may be executed or not any more
 * @param removed how many it has no more
 * @param bytes the size of the files that are new or changed, in bytes
 * @param files the first of these files, with {@code +}, {@code ~} or {@code -} before their paths
 */
public record ReleaseDifference(
        List<String> worlds,
        String from,
        String to,
        String fromCommit,
        String toCommit,
        int commitCount,
        List<String> commits,
        boolean known,
        int added,
        int changed,
        int removed,
        long bytes,
        List<String> files) {
    private static final int BRIEF = 10;
    private static final int SHOWN_WORLDS = 5;
    private static final double KILO = 1000;

    /** Copies the lists. */
    public ReleaseDifference {
        worlds = List.copyOf(worlds);
        commits = List.copyOf(commits);
        files = List.copyOf(files);
    }

    /** It in words, a line for each kind of thing. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(from + " → " + to + " in " + some(worlds, SHOWN_WORLDS));
        if (!fromCommit.isEmpty() || !toCommit.isEmpty()) {
            lines.add("commits " + brief(fromCommit) + ".." + brief(toCommit)
                    + (commitCount < 0
                            ? ""
                            : ", " + commitCount + " of them"
                                    + (commits.isEmpty() ? "" : ": ")
                                    + String.join(", ", commits)
                                    + (commits.size() < commitCount ? ", …" : "")));
        }
        if (!known) {
            lines.add("which files differ is not known: what runs is not kept here");
        } else if (added + changed + removed == 0) {
            lines.add("no file differs");
        } else {
            lines.add(added + " files added, " + changed + " changed, " + removed + " removed, " + size(bytes) + ": "
                    + String.join(", ", files) + (files.size() < added + changed + removed ? ", …" : ""));
        }
        return lines;
    }

    private static String some(List<String> all, int most) {
        return String.join(", ", all.subList(0, Math.min(most, all.size())))
                + (all.size() > most ? " and " + (all.size() - most) + " more" : "");
    }

    private static String brief(String commit) {
        return commit.isEmpty() ? "?" : commit.substring(0, Math.min(BRIEF, commit.length()));
    }

    private static String size(long bytes) {
        if (bytes < KILO) {
            return bytes + " B";
        }
        return bytes < KILO * KILO
                ? String.format(Locale.ROOT, "%.1f kB", bytes / KILO)
                : String.format(Locale.ROOT, "%.1f MB", bytes / KILO / KILO);
    }
}
