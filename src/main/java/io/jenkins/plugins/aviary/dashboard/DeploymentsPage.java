package io.jenkins.plugins.aviary.dashboard;

import io.jenkins.plugins.aviary.ledger.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What runs where, and how it came there. */
final class DeploymentsPage {
    private static final int MOST_BARS = 1500;
    private static final int MOST_LANES = 60;
    private static final Duration EMPTY_WINDOW = Duration.ofDays(30);
    private static final Duration SHORTEST_WINDOW = Duration.ofHours(1);
    private static final int USUAL_BARS = 200;
    private static final int MARGIN = 20;

    private final ReadModel model;
    private final Board board;

    DeploymentsPage(ReadModel model) {
        this.model = model;
        this.board = new Board(model);
    }

    Map<String, DashboardApi.Address> addresses() {
        return Map.of(
                "board", new DashboardApi.Address(Set.of(), (rest, query) -> Optional.of(board.view())),
                "deployments",
                        new DashboardApi.Address(
                                Set.of(
                                        "environment",
                                        "world",
                                        "result",
                                        "release",
                                        "actor",
                                        "from",
                                        "to",
                                        "skip",
                                        "limit"),
                                (rest, query) -> Optional.of(list(query))),
                "timeline",
                        new DashboardApi.Address(
                                Set.of("environment", "from", "to"), (rest, query) -> Optional.of(timeline(query))));
    }

    private Page<DeploymentRow> list(Query query) {
        Optional<Deployment.Result> result = query.text("result").isEmpty()
                ? Optional.empty()
                : Optional.of(query.choice("result", Deployment.Result.SUCCESS, Deployment.Result.class));
        Instant from = query.instant("from", Instant.MIN);
        Instant to = query.instant("to", Instant.MAX);
        String release = query.text("release");
        List<Deployment> found = new ArrayList<>();
        List<Deployment> all = model.deployments();
        for (int i = all.size() - 1; i >= 0; i--) {
            Deployment one = all.get(i);
            if (isAny(query.text("environment"), one.environment())
                    && isAny(query.text("world"), one.world())
                    && isAny(query.text("actor"), one.actor())
                    && result.map(wanted -> wanted == one.result()).orElse(true)
                    && (release.isEmpty()
                            || one.version().equals(release)
                            || one.release().startsWith(release))
                    && !one.started().isBefore(from)
                    && one.started().isBefore(to)) {
                found.add(one);
            }
        }
        return Page.of(found, query).map(DeploymentRow::of);
    }

    private static boolean isAny(String wanted, String value) {
        return wanted.isEmpty() || wanted.equals(value);
    }

    /**
     * What happened when, in each world.
     *
     * @param from the beginning of the time that is shown
     * @param to its end
     * @param lanes the worlds that anything happened in, as {@code environment/world}
     * @param bars the deliveries, oldest first
     * @param more whether there are more than are shown: the oldest are left out
     */
    record Timeline(Instant from, Instant to, List<String> lanes, List<DeploymentRow> bars, boolean more) {}

    /**
     * Where a timeline begins that nobody gave a beginning: so that the newest deliveries fill it, be they of an hour or of
     * a year, with a twentieth of it before them.
     */
    private Instant usualStart(String environment, Instant to) {
        List<Deployment> all = model.deployments();
        Instant first = to;
        int seen = 0;
        for (int i = all.size() - 1; i >= 0 && seen < USUAL_BARS; i--) {
            Deployment one = all.get(i);
            if (isAny(environment, one.environment()) && one.started().isBefore(to)) {
                first = one.started().isBefore(first) ? one.started() : first;
                seen++;
            }
        }
        Duration shown = Duration.between(first, to);
        Duration window = seen == 0 ? EMPTY_WINDOW : shown.plus(shown.dividedBy(MARGIN));
        return to.minus(window.compareTo(SHORTEST_WINDOW) < 0 ? SHORTEST_WINDOW : window);
    }

    private Timeline timeline(Query query) {
        Instant to = query.instant("to", model.now());
        Instant from = query.text("from").isEmpty()
                ? usualStart(query.text("environment"), to)
                : query.instant("from", Instant.MIN);
        if (!from.isBefore(to)) {
            throw new BadQuery("from must be before to");
        }
        List<DeploymentRow> bars = new ArrayList<>();
        Set<String> lanes = new TreeSet<>();
        boolean more = false;
        List<Deployment> all = model.deployments();
        for (int i = all.size() - 1; i >= 0; i--) {
            Deployment one = all.get(i);
            Instant end = one.rolledBack().or(one::finished).orElse(to);
            if (!isAny(query.text("environment"), one.environment())
                    || end.isBefore(from)
                    || one.started().isAfter(to)) {
                continue;
            }
            String lane = one.environment() + "/" + one.world();
            if (bars.size() >= MOST_BARS || lanes.size() >= MOST_LANES && !lanes.contains(lane)) {
                more = true;
                continue;
            }
            lanes.add(lane);
            bars.add(DeploymentRow.of(one));
        }
        Collections.reverse(bars);
        return new Timeline(from, to, List.copyOf(lanes), bars, more);
    }
}
