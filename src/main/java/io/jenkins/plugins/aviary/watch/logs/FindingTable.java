package io.jenkins.plugins.aviary.watch.logs;

import io.jenkins.plugins.aviary.server.LogLevel;
import java.util.ArrayList;
import java.util.List;

/**
 * Findings by fingerprint, in an open hash table of bounded size: a log whose every line is of a kind of its own fills
 * it up and no more. What bad messages may take is theirs alone, so that chatter cannot crowd them out.
 */
final class FindingTable {
    /** How many kinds of warnings and errors are kept apart. */
    static final int MOST_BAD = 16_384;
    /** How many kinds of other messages are kept apart. */
    static final int MOST_OTHER = 4_096;

    private static final int SLOTS = 1 << 16;

    private final Finding[] slots = new Finding[SLOTS];
    private int bad;
    private int other;

    /** The finding of a fingerprint, or null if there is none yet. */
    Finding get(long fingerprint) {
        int slot = slot(fingerprint);
        Finding found;
        while ((found = slots[slot]) != null && found.fingerprint() != fingerprint) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        return found;
    }

    /** Whether there is room for one more of a level. */
    boolean hasRoom(LogLevel level) {
        return level.atLeast(LogLevel.WARNING) ? bad < MOST_BAD : other < MOST_OTHER;
    }

    /** Puts in a finding that is not there yet and for which there is room. */
    void put(Finding finding) {
        int slot = slot(finding.fingerprint());
        while (slots[slot] != null) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        slots[slot] = finding;
        if (finding.level().atLeast(LogLevel.WARNING)) {
            bad++;
        } else {
            other++;
        }
    }

    /** Adds another table's findings; returns how many messages found no room. */
    long add(FindingTable table) {
        long lost = 0;
        for (Finding finding : table.all()) {
            Finding mine = get(finding.fingerprint());
            if (mine != null) {
                mine.add(finding);
            } else if (hasRoom(finding.level())) {
                put(finding);
            } else {
                lost += finding.count();
            }
        }
        return lost;
    }

    /** All findings, in no order. */
    List<Finding> all() {
        List<Finding> all = new ArrayList<>();
        for (Finding finding : slots) {
            if (finding != null) {
                all.add(finding);
            }
        }
        return all;
    }

    private static int slot(long fingerprint) {
        long mixed = fingerprint ^ (fingerprint >>> 32);
        return (int) (mixed ^ (mixed >>> 16)) & (SLOTS - 1);
    }
}
