package io.jenkins.plugins.aviary.dashboard;

import io.jenkins.plugins.aviary.ledger.Deployment;
import io.jenkins.plugins.aviary.ledger.Recorded;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rollouts: all deliveries with one id, with the stages and judgements that their events tell of. */
final class RolloutPage {
    private static final int MOST_WORLDS = 1000;

    private final Installation installation;
    private final ReadModel model;

    RolloutPage(Installation installation, ReadModel model) {
        this.installation = installation;
        this.model = model;
    }

    Map<String, DashboardApi.Address> addresses() {
        return Map.of(
                "rollouts",
                new DashboardApi.Address(
                        Set.of("environment", "result", "skip", "limit"), (rest, query) -> Optional.of(list(query))),
                "rollouts/*",
                new DashboardApi.Address(Set.of(), (rest, query) -> one(rest)));
    }

    /**
     * A rollout in a list.
     *
     * @param id its id
     * @param environment the environment
     * @param release the digest of what is delivered
     * @param version its version
     * @param fromVersion the version before
     * @param actor who began it
     * @param run the build or process
     * @param started when its first delivery began
     * @param ended when its last one ended, if all have
     * @param worlds how many worlds it goes to
     * @param done how many of them run it
     * @param bad how many failed or were rolled back
     * @param result {@code running}, {@code success}, {@code failed} or {@code rolledback}
     * @param unplanned whether it was to mend something
     */
    record Summary(
            String id,
            String environment,
            String release,
            String version,
            String fromVersion,
            String actor,
            String run,
            Instant started,
            Optional<Instant> ended,
            int worlds,
            int done,
            int bad,
            String result,
            boolean unplanned) {
        static Summary of(List<Deployment> deployments) {
            Deployment first = deployments.get(0);
            boolean running = deployments.stream().anyMatch(one -> one.result() == Deployment.Result.RUNNING);
            Deployment.Result worst = deployments.stream()
                    .map(Deployment::result)
                    .max(Comparator.comparingInt(Summary::weight))
                    .orElse(Deployment.Result.RUNNING);
            return new Summary(
                    first.id(),
                    first.environment(),
                    first.release(),
                    first.version(),
                    first.fromVersion(),
                    first.actor(),
                    first.run(),
                    first.started(),
                    running
                            ? Optional.empty()
                            : deployments.stream()
                                    .flatMap(one -> one.rolledBack().or(one::finished).stream())
                                    .max(Instant::compareTo),
                    deployments.size(),
                    count(deployments, Deployment.Result.SUCCESS),
                    count(deployments, Deployment.Result.FAILED) + count(deployments, Deployment.Result.ROLLEDBACK),
                    worst.name().toLowerCase(Locale.ROOT),
                    deployments.stream().anyMatch(Deployment::unplanned));
        }

        private static int weight(Deployment.Result result) {
            return switch (result) {
                case SUCCESS -> 0;
                case ROLLEDBACK -> 1;
                case FAILED -> 2;
                case RUNNING -> 3;
            };
        }

        private static int count(List<Deployment> deployments, Deployment.Result result) {
            return (int)
                    deployments.stream().filter(one -> one.result() == result).count();
        }
    }

    private Page<Summary> list(Query query) {
        String environment = query.text("environment");
        Map<String, List<Deployment>> byId = new LinkedHashMap<>();
        for (Deployment one : model.deployments()) {
            if (environment.isEmpty() || one.environment().equals(environment)) {
                byId.computeIfAbsent(one.id(), id -> new ArrayList<>()).add(one);
            }
        }
        List<List<Deployment>> all = new ArrayList<>(byId.values());
        Collections.reverse(all);
        String result = query.text("result");
        if (!result.isEmpty()) {
            all.removeIf(one -> !Summary.of(one).result().equals(result));
        }
        return Page.of(all, query).map(Summary::of);
    }

    /**
     * A rollout.
     *
     * @param id its id
     * @param summary all of its deliveries in one, if there are any yet
     * @param story its stages with their judgements
     * @param deployments its deliveries, in the order in which they began, at most 1000
     * @param events what its events told, oldest first
     * @param now the server's time
     */
    record View(
            String id,
            Optional<Summary> summary,
            RolloutStory story,
            List<DeploymentRow> deployments,
            List<AuditPage.Entry> events,
            Instant now) {}

    private Optional<View> one(String id) {
        List<Deployment> deployments = model.ledger().history().ofRollout(id);
        List<Recorded> events = new ArrayList<>();
        for (long place : model.rollouts().of(id)) {
            events.addAll(model.ledger().read(place, 1));
        }
        if (deployments.isEmpty() && events.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new View(
                id,
                deployments.isEmpty() ? Optional.empty() : Optional.of(Summary.of(deployments)),
                RolloutStory.of(events),
                deployments.stream().limit(MOST_WORLDS).map(DeploymentRow::of).toList(),
                events.stream().map(AuditPage.Entry::of).toList(),
                installation.clock().instant()));
    }
}
