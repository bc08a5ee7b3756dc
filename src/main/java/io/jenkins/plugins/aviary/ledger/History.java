package io.jenkins.plugins.aviary.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The deployments and what each world runs, read from the events {@code deployment.*}. Fields that an event lacks are
 * taken as empty. Safe for use by several threads.
 */
public final class History {
    /** Times and durations that any reader of the ledger takes for the same. */
    private static final Pattern TIME =
            Pattern.compile("(?!0000)\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?Z");

    private static final long LONGEST_MILLIS = 1_000_000_000_000L;

    /** All guarded by this. */
    private final List<Deployment> deployments = new ArrayList<>();

    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, WorldState> worlds = new TreeMap<>();

    /** Takes the next event of the ledger. */
    synchronized void accept(Recorded recorded) {
        switch (recorded.event().type()) {
            case "deployment.started" -> {
                // What goes back is told by the rollback of what it leaves.
                if (!isTrue(recorded.event(), "backwards")) {
                    start(recorded);
                }
            }
            case "deployment.finished" -> finish(recorded);
            case "deployment.rolledback" -> rollBack(recorded);
            default -> {
                // Other events are not about deployments.
            }
        }
    }

    private void start(Recorded recorded) {
        places.put(key(recorded.event()), deployments.size());
        deployments.add(begun(recorded));
    }

    private static Deployment begun(Recorded recorded) {
        LedgerEvent event = recorded.event();
        ObjectNode payload = event.payload();
        return new Deployment(
                id(event),
                event.environment(),
                text(payload, "world"),
                text(payload, "host"),
                event.release(),
                text(payload, "version"),
                text(payload, "fromDigest"),
                text(payload, "fromVersion"),
                Deployment.Result.RUNNING,
                event.actor().name(),
                event.run(),
                event.time(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                text(payload, "reason"),
                isTrue(event, "unplanned"),
                commits(payload),
                recorded.sequence());
    }

    private void finish(Recorded recorded) {
        LedgerEvent event = recorded.event();
        boolean success = text(event.payload(), "result").equals("success");
        int place = placeOf(recorded);
        Deployment ended = deployments
                .get(place)
                .finished(
                        success,
                        event.time(),
                        text(event.payload(), "reason"),
                        instant(event.payload().path("detectedAt")));
        deployments.set(place, ended);
        if (success) {
            worlds.put(
                    ended.environment() + "\n" + ended.world(),
                    new WorldState(
                            ended.environment(),
                            ended.world(),
                            ended.release(),
                            ended.version(),
                            event.time(),
                            ended.id(),
                            recorded.sequence()));
        }
    }

    private void rollBack(Recorded recorded) {
        LedgerEvent event = recorded.event();
        ObjectNode payload = event.payload();
        int place = placeOf(recorded);
        Deployment before = deployments.get(place);
        Deployment ended = before.rolledBack(
                event.time(),
                event.time().minusMillis(millis(payload.path("durationMillis"))),
                text(payload, "reason"),
                instant(payload.path("detectedAt")));
        deployments.set(place, ended);
        worlds.put(
                ended.environment() + "\n" + ended.world(),
                new WorldState(
                        ended.environment(),
                        ended.world(),
                        given(text(payload, "toDigest"), ended.fromRelease()),
                        given(text(payload, "toVersion"), ended.fromVersion()),
                        event.time(),
                        ended.id(),
                        recorded.sequence()));
    }

    private int placeOf(Recorded recorded) {
        String key = key(recorded.event());
        if (!places.containsKey(key)) {
            start(recorded);
        }
        return places.get(key);
    }

    private static String id(LedgerEvent event) {
        return given(text(event.payload(), "deployment"), event.run());
    }

    private static String key(LedgerEvent event) {
        return id(event) + "\n" + event.environment() + "\n" + text(event.payload(), "world") + "\n" + event.release();
    }

    private static String given(String value, String otherwise) {
        return value.isEmpty() ? otherwise : value;
    }

    private static String text(ObjectNode payload, String key) {
        JsonNode value = payload.path(key);
        return value.isTextual() ? value.textValue() : "";
    }

    private static boolean isTrue(LedgerEvent event, String key) {
        JsonNode value = event.payload().path(key);
        return value.isBoolean() && value.booleanValue();
    }

    private static long millis(JsonNode value) {
        boolean fits = value.isIntegralNumber() && value.canConvertToLong();
        long millis = fits ? value.longValue() : 0;
        return millis < 0 || millis > LONGEST_MILLIS ? 0 : millis;
    }

    private static List<Instant> commits(ObjectNode payload) {
        List<Instant> commits = new ArrayList<>();
        if (payload.path("commits").isArray()) {
            payload.path("commits")
                    .forEach(commit -> instant(commit.path("time")).ifPresent(commits::add));
        }
        return commits;
    }

    private static Optional<Instant> instant(JsonNode value) {
        try {
            return value.isTextual() && TIME.matcher(value.textValue()).matches()
                    ? Optional.of(Instant.parse(value.textValue()).truncatedTo(ChronoUnit.MILLIS))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** All deployments, oldest first. */
    public synchronized List<Deployment> all() {
        return List.copyOf(deployments);
    }

    /**
     * Some of the deployments, newest first.
     *
     * @param environment the environment, or empty for any
     * @param world the world, or empty for any
     * @param skip how many of the newest to leave out
     * @param limit how many at most
     */
    public synchronized List<Deployment> newest(String environment, String world, int skip, int limit) {
        List<Deployment> found = new ArrayList<>();
        int left = skip;
        for (int i = deployments.size() - 1; i >= 0 && found.size() < limit; i--) {
            Deployment deployment = deployments.get(i);
            boolean wanted = (environment.isEmpty() || deployment.environment().equals(environment))
                    && (world.isEmpty() || deployment.world().equals(world));
            if (wanted && left-- <= 0) {
                found.add(deployment);
            }
        }
        return found;
    }

    /** The newest try in a world that has ended and is not of that rollout. */
    synchronized Optional<Deployment> newestEnded(String environment, String world, String otherThan) {
        for (int i = deployments.size() - 1; i >= 0; i--) {
            Deployment one = deployments.get(i);
            if (one.environment().equals(environment)
                    && one.world().equals(world)
                    && !one.id().equals(otherThan)
                    && one.finished().isPresent()) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** The deliveries of one rollout, in the order in which they began. */
    public synchronized List<Deployment> ofRollout(String id) {
        return deployments.stream()
                .filter(deployment -> deployment.id().equals(id))
                .toList();
    }

    /** What each world runs, by environment and world. */
    public synchronized List<WorldState> worlds() {
        return List.copyOf(worlds.values());
    }

    /** What one world runs, if any event told. */
    public synchronized Optional<WorldState> world(String environment, String world) {
        return Optional.ofNullable(worlds.get(environment + "\n" + world));
    }
}
