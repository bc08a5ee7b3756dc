package io.jenkins.plugins.aviary.watch;

import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.server.Health;
import io.jenkins.plugins.aviary.server.HealthCheck;
import io.jenkins.plugins.aviary.server.ServerProcess;
import io.jenkins.plugins.aviary.server.WorldServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Looks at many worlds, several at once. A host that cannot be reached makes its worlds count as down, no others. */
final class HealthSurvey {
    private final Function<World, WorldServer> servers;
    private final HealthLimits limits;
    private final Clock clock;

    HealthSurvey(Function<World, WorldServer> servers, HealthLimits limits, Clock clock) {
        this.servers = servers;
        this.limits = limits;
        this.clock = clock;
    }

    /** How the worlds are, in their order. */
    List<WorldHealth> look(List<World> worlds, int parallel, Progress progress) throws InterruptedException {
        ExecutorService looks = Executors.newFixedThreadPool(Math.max(1, Math.min(parallel, worlds.size())));
        try (Progress.Task task = progress.begin("Looking at servers", worlds.size(), "worlds")) {
            List<Future<WorldHealth>> begun = new ArrayList<>();
            for (World world : worlds) {
                begun.add(looks.submit(() -> look(world)));
            }
            List<WorldHealth> seen = new ArrayList<>();
            for (Future<WorldHealth> one : begun) {
                seen.add(one.get());
                task.at(seen.size());
            }
            return seen;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new InterruptedException("cancelled while looking at servers");
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            looks.shutdownNow();
        }
    }

    private WorldHealth look(World world) throws InterruptedException {
        try {
            return judged(world, servers.apply(world).health());
        } catch (OperationFailure e) {
            HealthCheck unreachable = new HealthCheck("host", HealthCheck.State.BAD, e.getMessage());
            return new WorldHealth(
                    world.name(),
                    world.host().name(),
                    WorldHealth.text(Health.State.DOWN),
                    0,
                    "",
                    0,
                    -1,
                    -1,
                    -1,
                    0,
                    List.of(unreachable));
        }
    }

    private WorldHealth judged(World world, Health health) {
        Instant now = clock.instant();
        List<HealthCheck> checks = new ArrayList<>();
        health.checks().forEach(check -> checks.add(limited(check, health, now)));
        // The sort is stable: what is bad comes first, the rest keeps its order.
        checks.sort((one, other) ->
                Boolean.compare(other.state() == HealthCheck.State.BAD, one.state() == HealthCheck.State.BAD));
        Health judged = new Health(
                health.process(),
                health.status(),
                health.players(),
                health.ready(),
                health.lastSave(),
                health.errorBlocks(),
                health.bindFailures(),
                checks);
        Optional<ServerProcess> process = health.process();
        return new WorldHealth(
                world.name(),
                world.host().name(),
                WorldHealth.text(judged.state()),
                process.map(ServerProcess::pid).orElse(0L),
                process.map(ServerProcess::workingDirectory).orElse(""),
                process.map(running -> seconds(running.started(), now)).orElse(0L),
                health.players(),
                health.status().map(answer -> answer.latency().toMillis()).orElse(-1L),
                health.lastSave().map(saved -> seconds(saved, now)).orElse(-1L),
                health.errorBlocks(),
                checks);
    }

    private static long seconds(Instant since, Instant now) {
        return Math.max(0, Duration.between(since, now).toSeconds());
    }

    private HealthCheck limited(HealthCheck check, Health health, Instant now) {
        return switch (check.name()) {
            case "status" -> answered(check, health);
            case "save" -> saved(check, health, now);
            case "errors" ->
                health.errorBlocks() <= limits.errorsAtMost()
                        ? new HealthCheck(check.name(), HealthCheck.State.OK, check.sentence())
                        : check;
            default -> check;
        };
    }

    /** A slow answer is no missing one: the world can be played on, so it does not count as the status being bad. */
    private HealthCheck answered(HealthCheck check, Health health) {
        if (check.state() != HealthCheck.State.OK
                || health.status().isEmpty()
                || health.status().get().latency().compareTo(limits.answersWithin()) <= 0) {
            return check;
        }
        return new HealthCheck(
                "latency",
                HealthCheck.State.BAD,
                "it took " + health.status().get().latency().toMillis() + " ms to answer, more than "
                        + Durations.text(limits.answersWithin()) + ": its main loop is that late for players too");
    }

    private HealthCheck saved(HealthCheck check, Health health, Instant now) {
        if (limits.savedWithin().isZero() || health.process().isEmpty()) {
            return check;
        }
        Instant latest = health.lastSave()
                .filter(saved -> saved.isAfter(health.process().get().started()))
                .orElse(health.process().get().started());
        Duration age = Duration.between(latest, now);
        return age.compareTo(limits.savedWithin()) <= 0
                ? check
                : new HealthCheck(
                        "save",
                        HealthCheck.State.BAD,
                        "it has not saved for " + Durations.text(Duration.ofSeconds(age.toSeconds())) + ", more than "
                                + Durations.text(limits.savedWithin()));
    }
}
