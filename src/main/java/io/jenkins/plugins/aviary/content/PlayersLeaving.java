package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.server.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells players that their worlds will be stopped, and waits for them to leave. What a world was is kept by its window
 * before. Used by one thread.
 */
final class PlayersLeaving {
    /** 0 would be no limit. */
    private static final String NOBODY_NEW = "1";

    private static final Duration GLANCE = Duration.ofSeconds(1);
    private static final List<Duration> REMINDERS = List.of(
            Duration.ofMinutes(10),
            Duration.ofMinutes(5),
            Duration.ofMinutes(2),
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10));

    private final String notice;
    private final RunContext context;
    private final Pause pause;

    PlayersLeaving(String notice, RunContext context, Pause pause) {
        this.notice = notice;
        this.context = context;
        this.pause = pause;
    }

    /** Tells them, at the beginning and again and again until the time is over; does nothing if there is none. */
    void announce(List<WindowWorld> worlds, Duration within) throws InterruptedException {
        if (within.isZero()) {
            return;
        }
        context.log().info("Players are told: " + notice + " (in " + Durations.text(within) + ")");
        for (WindowWorld world : worlds) {
            world.show(Map.of("serverMotd", notice));
        }
        Instant end = context.clock().instant().plus(within);
        remind(worlds, within);
        for (Duration left : REMINDERS) {
            if (left.compareTo(within) < 0) {
                await(end.minus(left), "Announced");
                remind(worlds, left);
            }
        }
        await(end, "Announced");
    }

    private void remind(List<WindowWorld> worlds, Duration left) throws InterruptedException {
        for (WindowWorld world : worlds) {
            if (!world.broadcast(notice + " (" + Durations.text(left) + ")")) {
                context.log()
                        .info(world.name() + " shows it to those who log in; it has no agent that shows texts to"
                                + " those who are online");
            }
        }
    }

    private void await(Instant until, String what) throws InterruptedException {
        Duration all = Duration.between(context.clock().instant(), until);
        try (Progress.Task task = context.progress().begin(what, Math.max(0, all.toSeconds()), "seconds")) {
            Duration left = all;
            while (left.toMillis() > 0) {
                pause.pause(left.compareTo(GLANCE) < 0 ? left : GLANCE);
                left = Duration.between(context.clock().instant(), until);
                task.at(Math.max(0, all.minus(left).toSeconds()));
            }
        }
    }

    /** Lets nobody new in and waits for the others to leave; tells how many are still there. */
    Map<WindowWorld, Integer> drain(List<WindowWorld> worlds, Duration within) throws InterruptedException {
        for (WindowWorld world : worlds) {
            world.show(Map.of("serverMotd", notice, "maxPlayers", NOBODY_NEW));
        }
        Instant end = context.clock().instant().plus(within);
        Map<WindowWorld, Integer> left = new HashMap<>();
        try (Progress.Task task = context.progress().begin("Players leaving", 0, "players")) {
            while (true) {
                int total = 0;
                for (WindowWorld world : worlds) {
                    int players = world.players();
                    left.put(world, players);
                    // Where nobody can tell, the whole time is waited.
                    total += players < 0 ? 1 : players;
                }
                task.at(total);
                if (total == 0 || !context.clock().instant().isBefore(end)) {
                    left.forEach((world, players) -> context.log()
                            .info(world.name() + ": " + (players < 0 ? "an unknown number of" : players)
                                    + " players are still online"));
                    return left;
                }
                pause.pause(GLANCE);
            }
        }
    }
}
