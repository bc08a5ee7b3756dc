package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Parameter;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One stage of a canary release: how many worlds and players get it, and how long it is watched then. */
public record StageSpec(
        @Parameter(
                "What the stage does: SMOKE tries the release on a clone of the first world's database, STAFF closes the first world to all but staff, PLAYERS opens it to so many players, WORLDS delivers to so many worlds or percent of them")
        Kind kind,

        @Parameter("With WORLDS, how many worlds have the release after this stage, from 1")
        int worlds,

        @Parameter("With WORLDS, how many percent of the worlds have it after this stage, from 1 to 100, rounded up")
        int percent,

        @Parameter("With PLAYERS, how many players may be in the first world, from 1")
        int players,

        @Parameter("How long the release is watched before the next stage")
        Duration pause) {
    /** What a stage can do. */
    public enum Kind {
        /** The release is started on a clone of the first world's database, is looked at, and is gone. */
        SMOKE,
        /** The first world runs the release, closed to all but staff. */
        STAFF,
        /** The first world runs the release, open to so many players. */
        PLAYERS,
        /** So many worlds run the release, open to all. */
        WORLDS
    }

    private static final int ALL = 100;

    /** Refuses a stage that says nothing or too much. */
    public StageSpec {
        pause = pause == null ? Duration.ZERO : pause;
        if (kind == null) {
            throw new InvalidParameter("A stage has a kind: SMOKE, STAFF, PLAYERS or WORLDS");
        }
        if (pause.isNegative()) {
            throw new InvalidParameter("A stage is watched for no less than no time, not " + pause);
        }
        boolean good = switch (kind) {
            case SMOKE, STAFF -> worlds == 0 && percent == 0 && players == 0;
            case PLAYERS -> players >= 1 && worlds == 0 && percent == 0;
            case WORLDS ->
                players == 0 && (worlds >= 1 && percent == 0 || worlds == 0 && percent >= 1 && percent <= ALL);
        };
        if (!good) {
            throw new InvalidParameter("A stage " + kind + " says "
                    + switch (kind) {
                        case SMOKE, STAFF -> "nothing else but how long it is watched";
                        case PLAYERS -> "players, from 1, and how long it is watched";
                        case WORLDS -> "worlds, from 1, or percent, from 1 to 100, and how long it is watched";
                    });
        }
    }

    /** The stages that are taken where none are given. */
    public static List<StageSpec> usual() {
        return List.of(
                new StageSpec(Kind.STAFF, 0, 0, 0, Duration.ofMinutes(10)),
                new StageSpec(Kind.PLAYERS, 0, 0, 10, Duration.ofMinutes(20)),
                new StageSpec(Kind.PLAYERS, 0, 0, 100, Duration.ofMinutes(20)),
                new StageSpec(Kind.WORLDS, 1, 0, 0, Duration.ofHours(1)),
                new StageSpec(Kind.WORLDS, 0, 25, 0, Duration.ofHours(1)),
                new StageSpec(Kind.WORLDS, 0, 50, 0, Duration.ofHours(1)),
                new StageSpec(Kind.WORLDS, 0, 100, 0, Duration.ofMinutes(10)));
    }

    /** How long the worlds are watched in it; a clone is watched while it is tried, and is no world. */
    Duration watched() {
        return kind == Kind.SMOKE ? Duration.ZERO : pause;
    }

    /** How many of so many worlds have the release after this stage. */
    int reach(int all) {
        return switch (kind) {
            case SMOKE -> 0;
            case STAFF, PLAYERS -> 1;
            case WORLDS -> Math.min(all, worlds > 0 ? worlds : (all * percent + ALL - 1) / ALL);
        };
    }

    /** The keys of {@code config.lua} that differ from the worlds' settings in it. */
    Map<String, String> overrides() {
        return switch (kind) {
            case STAFF -> Map.of("toggleMaintainMode", "true");
            case PLAYERS -> Map.of("maxPlayers", String.valueOf(players));
            case SMOKE, WORLDS -> Map.of();
        };
    }

    /** Its name for people. */
    String title() {
        return switch (kind) {
            case SMOKE -> "clone of the database";
            case STAFF -> "staff only";
            case PLAYERS -> players + " players";
            case WORLDS -> worlds > 0 ? worlds + (worlds == 1 ? " world" : " worlds") : percent + " % of the worlds";
        };
    }
}
