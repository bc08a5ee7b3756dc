package io.jenkins.plugins.aviary.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.model.Digest;
import java.util.List;
import java.util.Optional;

/**
 * What whoever keeps the ledger adds to a {@code deployment.started}, since operations do not know it: the commits that the
 * release brings to the world, and whether it mends what went wrong there. See {@code docs/reference/dora.md}.
 */
final class StartedDelivery {
    static final String TYPE = "deployment.started";

    private static final int MOST_COMMITS = 200;
    private static final String DIGEST = "[0-9a-f]{64}";

    private final Ledger ledger;

    StartedDelivery(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The payload with what is not there yet. */
    ObjectNode completed(String environment, String release, String run, ObjectNode payload) {
        ObjectNode full = payload.deepCopy();
        if (full.path("backwards").asBoolean(false)) {
            return full;
        }
        if (!full.has("commits") && release.matches(DIGEST)) {
            List<BuildHistory.Brought> brought =
                    brought(new Digest(release), full.path("fromDigest").asText(""));
            if (!brought.isEmpty()) {
                ArrayNode commits = full.putArray("commits");
                brought.stream()
                        .limit(MOST_COMMITS)
                        .forEach(one -> commits.addObject()
                                .put("id", one.id())
                                .put("time", one.time().toString()));
            }
        }
        String id = full.path("deployment").asText(run);
        if (!full.has("unplanned") && mends(environment, full.path("world").asText(""), id)) {
            full.put("unplanned", true);
        }
        return full;
    }

    private List<BuildHistory.Brought> brought(Digest release, String before) {
        List<BuildHistory> builds = BuildHistory.of(ledger, release);
        List<BuildHistory> earlier = before.matches(DIGEST) ? BuildHistory.of(ledger, new Digest(before)) : List.of();
        for (BuildHistory build : builds) {
            for (BuildHistory old : earlier) {
                Optional<List<BuildHistory.Brought>> range = build.commitsSince(old.commit());
                if (range.isPresent()) {
                    return range.get();
                }
            }
        }
        return builds.stream()
                .flatMap(build -> build.built().stream())
                .findFirst()
                .map(List::of)
                .orElse(List.of());
    }

    private boolean mends(String environment, String world, String id) {
        return ledger.history()
                .newestEnded(environment, world, id)
                .filter(Deployment::bad)
                .isPresent();
    }
}
