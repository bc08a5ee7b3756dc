package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.model.ArtifactFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What players would lose if an older release ran after a newer one, as far as the two releases tell. An old server
 * drops items that it does not know when it loads a player, and says so only in its log; a client of a newer protocol
 * cannot enter.
 */
final class DataLoss {
    private static final String ITEMS = "data/items/items.xml";
    private static final Pattern ITEM =
            Pattern.compile("<item\\b[^>]*?\\b(?:id=\"(\\d{1,6})\"|fromid=\"(\\d{1,6})\"[^>]*?\\btoid=\"(\\d{1,6})\")");
    private static final int LARGEST = 64 << 20;
    private static final int LARGEST_ID = 1 << 20;
    private static final int SHOWN = 5;

    private DataLoss() {}

    /** Counts items that players have. */
    interface Saved {
        /** How many of these they have, or nothing if nobody can tell. */
        OptionalLong of(BitSet items) throws InterruptedException;
    }

    /**
     * The reasons, each a sentence that says what would make it possible; none if nothing is known to be lost.
     *
     * @param saved is asked for the items that only the newer release knows
     * @param wayBack is asked if players have some
     */
    static List<String> between(StoredRelease newer, StoredRelease older, Saved saved, DatabaseFit.WayBack wayBack)
            throws IOException, InterruptedException {
        List<String> reasons = new ArrayList<>();
        String protocol = newer.manifest().properties().getOrDefault("protocol", "");
        String before = older.manifest().properties().getOrDefault("protocol", "");
        if (!protocol.isEmpty() && !before.isEmpty() && !protocol.equals(before)) {
            reasons.add(newer.releaseName() + " speaks protocol " + protocol + " and " + older.releaseName()
                    + " speaks " + before + ", so players need another client; give acceptLoss if they have it.");
        }
        BitSet added = items(newer);
        added.andNot(items(older));
        OptionalLong have = added.isEmpty() ? OptionalLong.of(0) : saved.of(added);
        if (have.isEmpty() || have.getAsLong() > 0) {
            String shown = added.stream()
                    .limit(SHOWN)
                    .mapToObj(String::valueOf)
                    .collect(java.util.stream.Collectors.joining(", "));
            reasons.add(older.releaseName() + " does not know " + added.cardinality() + " item"
                    + (added.cardinality() > 1 ? "s" : "") + " of " + newer.releaseName() + " (" + shown
                    + (added.cardinality() > SHOWN ? ", ..." : "")
                    + "): players who have one lose it, and "
                    + (have.isPresent() ? "they have " + have.getAsLong() : "nobody can tell how many they have")
                    + "; give acceptLoss if that is agreed to, or bring the players back with restoreDatabase. "
                    + wayBack.text());
        }
        return reasons;
    }

    private static BitSet items(StoredRelease release) throws IOException {
        BitSet items = new BitSet();
        Optional<ArtifactFile> file = release.file(ITEMS).filter(found -> found.size() <= LARGEST);
        if (file.isEmpty()) {
            return items;
        }
        String text;
        try (InputStream content = release.open(file.get().digest())) {
            text = new String(content.readNBytes(LARGEST), StandardCharsets.UTF_8);
        }
        Matcher item = ITEM.matcher(text);
        while (item.find()) {
            boolean single = item.group(1) != null;
            int from = Integer.parseInt(single ? item.group(1) : item.group(2));
            int to = Integer.parseInt(single ? item.group(1) : item.group(3));
            if (from <= to && to < LARGEST_ID) {
                items.set(from, to + 1);
            }
        }
        return items;
    }
}
