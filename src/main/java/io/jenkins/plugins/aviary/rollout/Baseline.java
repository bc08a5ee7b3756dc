package io.jenkins.plugins.aviary.rollout;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the new release is compared with in a stage.
 *
 * @param kind what it is
 * @param sites the worlds that are measured beside the new release; none for the past
 */
record Baseline(Kind kind, List<WorldSite> sites) {
    private static final int SHOWN = 5;

    /** What can be compared with, the best first. */
    enum Kind {
        /** Worlds that keep the old release and are started anew with the others, so that both are as warm. */
        FRESH,
        /** The worlds that have not got the release yet, at the same times. */
        CONCURRENT,
        /** The same worlds, before they got the release. */
        PAST
    }

    /** Copies the sites. */
    Baseline {
        sites = List.copyOf(sites);
    }

    /** For the report. */
    String text() {
        String names =
                sites.stream().limit(SHOWN).map(site -> site.world().name()).collect(Collectors.joining(", "))
                        + (sites.size() > SHOWN ? " and " + (sites.size() - SHOWN) + " more" : "");
        return switch (kind) {
            case FRESH -> "the old release, started anew beside the new one in " + names;
            case CONCURRENT -> "the worlds that keep the old release meanwhile: " + names;
            case PAST -> "the same worlds' own past";
        };
    }
}
