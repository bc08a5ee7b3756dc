package io.jenkins.plugins.aviary.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where the events are that are of a commit, as their payload's {@code commit} says. Not safe for use by several threads. */
final class CommitIndex {
    private final Map<String, List<Long>> places = new HashMap<>();

    void add(Recorded recorded) {
        String commit = recorded.event().payload().path("commit").asText("");
        if (!commit.isEmpty()) {
            places.computeIfAbsent(key(recorded.event().type(), commit), unknown -> new ArrayList<>(1))
                    .add(recorded.sequence());
        }
    }

    /** The sequence numbers of the events of that type that are of a commit, the oldest first. */
    List<Long> find(String type, String commit) {
        return List.copyOf(places.getOrDefault(key(type, commit), List.of()));
    }

    private static String key(String type, String commit) {
        return type + " " + commit;
    }
}
