package io.jenkins.plugins.aviary.dashboard;

import io.jenkins.plugins.aviary.ledger.Deployment;
import io.jenkins.plugins.aviary.ledger.WorldState;
import io.jenkins.plugins.aviary.model.Environment;
import io.jenkins.plugins.aviary.model.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The board: each environment with its worlds, what each runs, and where that is not what it should be. */
final class Board {
    private static final int MOST_RUNNING = 100;
    private static final int MOST_QUEUED = 100;

    private final ReadModel model;

    Board(ReadModel model) {
        this.model = model;
    }

    /**
     * The board.
     *
     * @param environments the environments, those that are configured first and in their order
     * @param running the deliveries that have not ended, newest first
     * @param waiting how many gates wait for somebody
     * @param events how many events the ledger has
     * @param now the server's time
     */
    record View(List<Row> environments, List<DeploymentRow> running, int waiting, long events, Instant now) {}

    /**
     * An environment.
     *
     * @param name its name
     * @param configured whether the configuration has it
     * @param after the environments that a release must have run in first
     * @param release the digest of the newest release that was delivered to it with success, or empty
     * @param version its version, or empty
     * @param worlds its worlds
     * @param turns who delivers to it, and who waits behind them in their order
     */
    record Row(
            String name,
            boolean configured,
            List<String> after,
            String release,
            String version,
            List<Cell> worlds,
            List<Queued> turns) {}

    /**
     * A delivery in the queue of its environment.
     *
     * @param turn its id
     * @param step what delivers
     * @param run the build or process that delivers
     * @param actor who began it
     * @param since when it came
     */
    record Queued(String turn, String step, String run, String actor, Instant since) {}

    /**
     * A world.
     *
     * @param name its name
     * @param host the host it runs on, or empty
     * @param release the digest of what it runs, or empty if no event tells
     * @param version its version, or empty
     * @param since when it began to run that
     * @param deployment what brought it there, or empty
     * @param state {@code current}, {@code behind} (the environment's newest release is another), {@code differs} (it was
     *     seen to run something else than what was delivered), {@code deploying}, {@code never} (nothing was delivered
     *     yet) or {@code unmanaged} (the configuration does not have it)
     * @param health how it was when it was last looked at
     */
    record Cell(
            String name,
            String host,
            String release,
            String version,
            Optional<Instant> since,
            String deployment,
            String state,
            Optional<HealthBook.Health> health) {}

    View view() {
        List<Deployment> running = new ArrayList<>();
        Map<String, Deployment> newest = new HashMap<>();
        Map<String, String> hosts = new HashMap<>();
        List<Deployment> all = model.deployments();
        for (int i = all.size() - 1; i >= 0; i--) {
            Deployment one = all.get(i);
            // A delivery that never ended but has a successor was cut short; it does not run any more.
            boolean newestOfItsWorld = hosts.putIfAbsent(key(one.environment(), one.world()), one.host()) == null;
            if (one.result() == Deployment.Result.RUNNING && newestOfItsWorld) {
                running.add(one);
            } else if (one.result() == Deployment.Result.SUCCESS) {
                newest.putIfAbsent(one.environment(), one);
            }
        }
        Set<String> deploying = new LinkedHashSet<>();
        running.forEach(one -> deploying.add(key(one.environment(), one.world())));
        Map<String, WorldState> states = new LinkedHashMap<>();
        model.worlds().forEach(state -> states.put(key(state.environment(), state.world()), state));
        List<Row> rows = new ArrayList<>();
        for (Environment environment : model.environments()) {
            rows.add(row(environment, newest, states, hosts, deploying));
        }
        rows.addAll(unmanaged(states, newest, hosts));
        int waiting = (int) model.gates().all().stream()
                .filter(gate -> ApprovalPage.waits(gate, model.now()))
                .count();
        return new View(
                rows,
                running.stream().limit(MOST_RUNNING).map(DeploymentRow::of).toList(),
                waiting,
                model.ledger().size(),
                model.now());
    }

    private Row row(
            Environment environment,
            Map<String, Deployment> newest,
            Map<String, WorldState> states,
            Map<String, String> hosts,
            Set<String> deploying) {
        Optional<Deployment> wanted = Optional.ofNullable(newest.get(environment.name()));
        List<Cell> cells = new ArrayList<>();
        for (World world : environment.worlds()) {
            String key = key(environment.name(), world.name());
            Optional<WorldState> state = Optional.ofNullable(states.remove(key));
            cells.add(cell(
                    environment.name(), world.name(), world.host().name(), state, wanted, deploying.contains(key)));
        }
        List<String> prefix = states.keySet().stream()
                .filter(key -> key.startsWith(environment.name() + "\n"))
                .toList();
        for (String key : prefix) {
            cells.add(lost(states.remove(key), hosts));
        }
        return new Row(
                environment.name(),
                true,
                environment.policy().after(),
                wanted.map(Deployment::release).orElse(""),
                wanted.map(Deployment::version).orElse(""),
                cells,
                turns(environment.name()));
    }

    private List<Queued> turns(String environment) {
        return model.turns().waiting().stream()
                .filter(turn -> turn.environment().equals(environment))
                .limit(MOST_QUEUED)
                .map(turn -> new Queued(turn.id(), turn.step(), turn.run(), turn.actor(), turn.since()))
                .toList();
    }

    private Cell cell(
            String environment,
            String world,
            String host,
            Optional<WorldState> state,
            Optional<Deployment> wanted,
            boolean deploying) {
        Optional<HealthBook.Health> health = model.health().of(environment, world);
        String release = state.map(WorldState::release).orElse("");
        String verdict;
        if (deploying) {
            verdict = "deploying";
        } else if (state.isEmpty()) {
            verdict = "never";
        } else if (health.filter(seen -> differs(seen, state.get())).isPresent()) {
            verdict = "differs";
        } else if (wanted.filter(newest -> !newest.release().equals(release)).isPresent()) {
            verdict = "behind";
        } else {
            verdict = "current";
        }
        return new Cell(
                world,
                host,
                release,
                state.map(WorldState::version).orElse(""),
                state.map(WorldState::since),
                state.map(WorldState::deployment).orElse(""),
                verdict,
                health);
    }

    private static boolean differs(HealthBook.Health seen, WorldState told) {
        return seen.at().isAfter(told.since())
                && (!seen.release().isEmpty() && !seen.release().equals(told.release())
                        || seen.release().isEmpty()
                                && !seen.version().isEmpty()
                                && !told.version().isEmpty()
                                && !seen.version().equals(told.version()));
    }

    private Cell lost(WorldState state, Map<String, String> hosts) {
        return new Cell(
                state.world(),
                hosts.getOrDefault(key(state.environment(), state.world()), ""),
                state.release(),
                state.version(),
                Optional.of(state.since()),
                state.deployment(),
                "unmanaged",
                model.health().of(state.environment(), state.world()));
    }

    private List<Row> unmanaged(
            Map<String, WorldState> states, Map<String, Deployment> newest, Map<String, String> hosts) {
        Map<String, List<Cell>> rest = new LinkedHashMap<>();
        states.values()
                .forEach(state -> rest.computeIfAbsent(state.environment(), name -> new ArrayList<>())
                        .add(lost(state, hosts)));
        List<Row> rows = new ArrayList<>();
        rest.forEach((name, cells) -> {
            Optional<Deployment> wanted = Optional.ofNullable(newest.get(name));
            rows.add(new Row(
                    name,
                    false,
                    List.of(),
                    wanted.map(Deployment::release).orElse(""),
                    wanted.map(Deployment::version).orElse(""),
                    cells,
                    turns(name)));
        });
        return rows;
    }

    private static String key(String environment, String world) {
        return environment + "\n" + world;
    }
}
