package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.rollout.stage.RolloutInput;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A rollout in a home of Aviary, as one that was begun by somebody else is found there. */
public final class RolloutOnDisk {
    private final RolloutFile file;

    private RolloutOnDisk(RolloutFile file) {
        this.file = file;
    }

    /** Begins one of a single stage. */
    public static RolloutOnDisk begun(Path home, String id) {
        StageSpec stage = new StageSpec(StageSpec.Kind.WORLDS, 1, 0, 0, Duration.ofMinutes(1));
        return new RolloutOnDisk(RolloutFile.create(
                home,
                new RolloutFile.Plan(
                        id,
                        "production",
                        "a".repeat(64),
                        List.of("one"),
                        List.of(stage),
                        Map.of("one", ""),
                        Instant.EPOCH,
                        null)));
    }

    /** What people wished of it, as whoever runs it reads that. */
    public List<RolloutInput.Wish> takeWishes() {
        return file.takeWishes(Instant.EPOCH);
    }
}
