package io.jenkins.plugins.aviary.watch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.host.HostConnections;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import io.jenkins.plugins.aviary.server.Health;
import io.jenkins.plugins.aviary.server.WorldServer;
import java.time.Duration;
import java.util.List;

/** Looks at every side of the servers of an environment, without changing anything. */
@Step(
        name = "serverHealth",
        summary = "Tells how the servers of an environment are: process, status protocol, game port, saves and errors.")
public record ServerHealth(
        @Parameter(value = "The environment of aviary.yml", required = true)
        String environment,

        @Parameter("The worlds to look at; all of the environment if none is given")
        List<String> worlds,

        @Parameter(
                value = "How long the last save may be ago before a world counts as degraded; 0s if it may be any time",
                defaultsTo = "0s")
        Duration savedWithin,

        @Parameter(value = "How long the status answer may take before a world counts as degraded", defaultsTo = "1s")
        Duration answersWithin,

        @Parameter(value = "How many errors a server may have logged since it started, from 0", defaultsTo = "0")
        int errorsAtMost,

        @Parameter(value = "How many worlds are looked at at once, from 1 to 64", defaultsTo = "8")
        int parallel)
        implements Operation<ServerHealth.Result> {
    private static final int MOST_PARALLEL = 64;

    /**
     * How the worlds are.
     *
     * @param state the worst state of all: {@code healthy}, {@code degraded} or {@code down}
     * @param healthy how many worlds are healthy
     * @param degraded how many can be played on but are not as they should be
     * @param down how many cannot be played on
     * @param players how many players are online together, as far as the servers say
     * @param worlds each world
     */
    public record Result(String state, int healthy, int degraded, int down, int players, List<WorldHealth> worlds) {}

    /** Takes absent worlds as all and refuses values out of range. */
    public ServerHealth {
        worlds = worlds == null ? List.of() : List.copyOf(worlds);
        if (errorsAtMost < 0) {
            throw new InvalidParameter("errorsAtMost is 0 or more, not " + errorsAtMost);
        }
        if (parallel < 1 || parallel > MOST_PARALLEL) {
            throw new InvalidParameter("parallel is from 1 to " + MOST_PARALLEL + ", not " + parallel);
        }
    }

    @Override
    public Outcome<Result> run(RunContext context) throws InterruptedException {
        AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
        List<World> chosen = config.worlds(environment, worlds);
        try (HostConnections hosts = new HostConnections(context.secrets(), context.events(), context.log())) {
            HealthSurvey survey = new HealthSurvey(
                    world -> new WorldServer(
                            hosts.host(world.host()),
                            world,
                            config.server(),
                            context.secrets(),
                            context.log(),
                            context.clock()),
                    new HealthLimits(savedWithin, answersWithin, errorsAtMost),
                    context.clock());
            return outcome(context, survey.look(chosen, parallel, context.progress()));
        }
    }

    private Outcome<Result> outcome(RunContext context, List<WorldHealth> seen) {
        HealthTable.print(seen, context.log());
        Result result = new Result(
                worst(seen),
                count(seen, Health.State.HEALTHY),
                count(seen, Health.State.DEGRADED),
                count(seen, Health.State.DOWN),
                seen.stream().mapToInt(world -> Math.max(0, world.players())).sum(),
                seen);
        String summary = result.healthy() + " of " + seen.size() + " worlds of " + environment + " are healthy";
        context.events().record(Event.of("health.checked", environment, "", payload(result)));
        if (result.healthy() == seen.size()) {
            return Outcome.done(summary + ", " + result.players() + " players online", result);
        }
        String reason = summary + ": " + troubles(seen);
        return result.down() > 0 ? Outcome.failed(reason, result) : Outcome.unstable(reason, result);
    }

    private static String worst(List<WorldHealth> seen) {
        Health.State worst = Health.State.HEALTHY;
        for (WorldHealth world : seen) {
            worst = world.health().compareTo(worst) > 0 ? world.health() : worst;
        }
        return WorldHealth.text(worst);
    }

    private static int count(List<WorldHealth> seen, Health.State state) {
        return (int) seen.stream().filter(world -> world.health() == state).count();
    }

    private static String troubles(List<WorldHealth> seen) {
        List<String> all = seen.stream()
                .filter(world -> world.health() != Health.State.HEALTHY)
                .map(world -> world.world() + " is " + world.state() + " (" + world.trouble() + ")")
                .toList();
        int shown = Math.min(3, all.size());
        String text = String.join("; ", all.subList(0, shown));
        return all.size() > shown ? text + "; and " + (all.size() - shown) + " more" : text;
    }

    private static ObjectNode payload(Result result) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("state", result.state());
        ArrayNode seen = payload.putArray("worlds");
        for (WorldHealth world : result.worlds()) {
            seen.addObject()
                    .put("world", world.world())
                    .put("host", world.host())
                    .put("state", world.state())
                    .put("players", Math.max(0, world.players()))
                    .put("version", world.version())
                    .put("reason", world.trouble());
        }
        return payload;
    }
}
