package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.rollout.stage.RolloutInput;
import io.jenkins.plugins.aviary.rollout.stage.RolloutState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The rollouts in Aviary's own folder, for people: how they stand, and what people want of them. Safe for use by several
 * threads and processes.
 */
public final class Rollouts {
    private final Path home;
    private final Clock clock;

    /** Those in a home of Aviary. */
    public Rollouts(Path home, Clock clock) {
        this.home = home;
        this.clock = clock;
    }

    /**
     * A rollout.
     *
     * @param id its id
     * @param environment the environment
     * @param release the digest of what is delivered
     * @param begun when it began
     * @param stage its present stage, for people
     * @param state how it stands
     */
    public record Standing(
            String id, String environment, String release, Instant begun, String stage, RolloutState state) {}

    /** All of them, the newest first. */
    public List<Standing> all() {
        Path folder = home.resolve("rollouts");
        List<Standing> all = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        try (Stream<Path> found = Files.list(folder)) {
            for (Path one : found.toList()) {
                String id = Objects.requireNonNull(one.getFileName(), "a listed folder has a name")
                        .toString();
                if (Files.isRegularFile(one.resolve("plan.json"))) {
                    all.add(of(id));
                }
            }
        } catch (IOException e) {
            throw new OperationFailure("The rollouts in " + folder + " cannot be listed: " + e, e);
        }
        all.sort(Comparator.comparing(Standing::begun).reversed());
        return all;
    }

    /**
     * One of them.
     *
     * @throws InvalidParameter if there is none of that id
     */
    public Standing of(String id) {
        RolloutFile file = RolloutFile.open(home, id);
        RolloutFile.Plan plan = file.plan();
        RolloutState state = file.state();
        int stage = Math.min(state.stage(), plan.stages().size() - 1);
        return new Standing(
                id,
                plan.environment(),
                plan.release(),
                plan.begun(),
                (stage + 1) + " of " + plan.stages().size() + " ("
                        + plan.stages().get(stage).title() + ")",
                state);
    }

    /**
     * Puts in a wish. Whoever runs the rollout takes it within a second or two, and before its next step; if nobody runs
     * it now, the next run takes it first.
     *
     * @param id the rollout
     * @param what what is wanted
     * @param who who wants it
     * @param reason why, or empty
     * @throws InvalidParameter if there is no such rollout, or it is over
     */
    public Standing wish(String id, RolloutInput.Wish.Kind what, String who, String reason) {
        Standing standing = of(id);
        if (standing.state().phase().isFinal()) {
            throw new InvalidParameter("The rollout " + id + " is over: "
                    + standing.state().phase().name().toLowerCase(java.util.Locale.ROOT)
                    + "; bring an earlier release back with rollbackRelease.");
        }
        RolloutFile.wish(home, id, what, who, reason, clock.instant());
        return standing;
    }
}
