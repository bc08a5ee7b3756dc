package io.jenkins.plugins.aviary.rollout;

import java.time.Duration;
import java.util.List;

/**
 * How a rollout is watched.
 *
 * @param every how far apart its looks are; zero for a part of each stage's pause
 * @param before how long the worlds are measured before the first gets the release
 * @param settle how long servers are left to themselves after a stage's work before they are measured
 * @param baseline the worlds that keep the old release to be compared with
 */
record Watching(Duration every, Duration before, Duration settle, List<String> baseline) {
    private static final int LOOKS = 20;
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofSeconds(30);

    /** Takes what is absent as nothing. */
    Watching {
        every = every == null ? Duration.ZERO : every;
        before = before == null ? Duration.ZERO : before;
        settle = settle == null ? Duration.ZERO : settle;
        baseline = baseline == null ? List.of() : List.copyOf(baseline);
    }

    /** How long from one look to the next, for a stage that is watched so long. */
    Duration between(Duration pause) {
        if (!every.isZero()) {
            return every;
        }
        Duration part = pause.dividedBy(LOOKS);
        return part.compareTo(LEAST) < 0 ? LEAST : part.compareTo(MOST) > 0 ? MOST : part;
    }
}
