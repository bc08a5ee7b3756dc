package io.jenkins.plugins.aviary.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;

/**
 * The five figures of software delivery of DORA (dora.dev), as defined in {@code docs/reference/dora.md}.
 *
 * @param environment the environment they are of
 * @param from the first instant of the time they are of
 * @param to the instant after the last
 * @param deployments how many deployments ended in that time
 * @param deploymentsPerDay how many of them succeeded, per day of 24 hours
 * @param leadTime the median time from a commit to its running there
 * @param changeFailRate the share of deployments that failed or were rolled back, 0 to 1
 * @param recoveryTime the median time from seeing that a deployment was bad to having a good one again
 * @param reworkRate the share of deployments that were unplanned, 0 to 1
 * @param unrecovered how many bad deployments nothing has mended yet; the recovery time leaves them out
 */
public record DoraFigures(
        String environment,
        Instant from,
        Instant to,
        int deployments,
        double deploymentsPerDay,
        Optional<Duration> leadTime,
        OptionalDouble changeFailRate,
        Optional<Duration> recoveryTime,
        OptionalDouble reworkRate,
        int unrecovered) {
    private static final double MILLIS_PER_DAY = Duration.ofDays(1).toMillis();

    /** Computes the figures of one environment. */
    public static DoraFigures of(History history, String environment, Instant from, Instant to) {
        return of(rollouts(history, environment), environment, from, to);
    }

    /** Computes the figures of several stretches of time at once, in the order in which they are given. */
    public static List<DoraFigures> of(History history, String environment, List<Stretch> stretches) {
        List<Rollout> all = rollouts(history, environment);
        return stretches.stream()
                .map(stretch -> of(all, environment, stretch.from(), stretch.to()))
                .toList();
    }

    /**
     * A stretch of time.
     *
     * @param from its first instant
     * @param to the instant after its last
     */
    public record Stretch(Instant from, Instant to) {}

    private static DoraFigures of(List<Rollout> all, String environment, Instant from, Instant to) {
        List<Rollout> inTime = all.stream()
                .filter(rollout ->
                        !rollout.end().isBefore(from) && rollout.end().isBefore(to))
                .toList();
        List<Long> leads = new ArrayList<>();
        List<Long> recoveries = new ArrayList<>();
        int bad = 0;
        for (Rollout rollout : inTime) {
            if (rollout.bad()) {
                bad++;
                rollout.recovery(all).ifPresent(recoveries::add);
            }
            if (rollout.delivered()) {
                leads.addAll(rollout.leadTimes());
            }
        }
        double days = Duration.between(from, to).toMillis() / MILLIS_PER_DAY;
        return new DoraFigures(
                environment,
                from,
                to,
                inTime.size(),
                days <= 0 ? 0 : inTime.stream().filter(Rollout::delivered).count() / days,
                median(leads),
                share(inTime, Rollout::bad),
                median(recoveries),
                share(inTime, Rollout::unplanned),
                bad - recoveries.size());
    }

    private static List<Rollout> rollouts(History history, String environment) {
        Map<String, List<Deployment>> byId = new LinkedHashMap<>();
        for (Deployment deployment : history.all()) {
            if (deployment.environment().equals(environment)) {
                byId.computeIfAbsent(deployment.id(), id -> new ArrayList<>()).add(deployment);
            }
        }
        return byId.values().stream()
                .flatMap(tries -> Rollout.of(tries).stream())
                .toList();
    }

    private static OptionalDouble share(List<Rollout> rollouts, Predicate<Rollout> which) {
        return rollouts.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) rollouts.stream().filter(which).count() / rollouts.size());
    }

    private static Optional<Duration> median(Collection<Long> millis) {
        if (millis.isEmpty()) {
            return Optional.empty();
        }
        List<Long> sorted = millis.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return Optional.of(Duration.ofMillis(
                sorted.size() % 2 == 1
                        ? sorted.get(middle)
                        : Math.floorDiv(sorted.get(middle - 1) + sorted.get(middle), 2L)));
    }

    /** All tries with one id, in all worlds of the environment, which count as one deployment. */
    private record Rollout(List<Deployment> tries) {
        /** The tries that ended, in their order; nothing if the newest of a world has not. */
        static Optional<Rollout> of(List<Deployment> tries) {
            Map<String, Deployment> newest = new LinkedHashMap<>();
            tries.forEach(one -> newest.put(one.world(), one));
            return newest.values().stream().allMatch(one -> one.finished().isPresent())
                    ? Optional.of(new Rollout(tries.stream()
                            .filter(one -> one.finished().isPresent())
                            .toList()))
                    : Optional.empty();
        }

        private static Instant end(Deployment one) {
            return one.finished().orElseThrow();
        }

        Instant end() {
            return tries.stream().map(Rollout::end).max(Instant::compareTo).orElseThrow();
        }

        boolean bad() {
            return tries.stream().anyMatch(Deployment::bad);
        }

        boolean delivered() {
            return !bad();
        }

        boolean unplanned() {
            return tries.stream().anyMatch(Deployment::unplanned);
        }

        List<Long> leadTimes() {
            return tries.stream()
                    .flatMap(one -> one.commits().stream())
                    .distinct()
                    .map(commit -> Duration.between(commit, end()).toMillis())
                    .toList();
        }

        Optional<Long> recovery(List<Rollout> all) {
            Instant seen = tries.stream()
                    .flatMap(one -> one.told().stream())
                    .min(Instant::compareTo)
                    .or(() -> tries.stream()
                            .flatMap(one -> one.noticed().stream())
                            .min(Instant::compareTo))
                    .orElse(end());
            return restored(all)
                    .map(back -> Math.max(0, Duration.between(seen, back).toMillis()));
        }

        private Optional<Instant> restored(List<Rollout> all) {
            List<Optional<Instant>> back = new ArrayList<>();
            for (int i = 0; i < tries.size(); i++) {
                if (tries.get(i).bad()) {
                    back.add(restored(i));
                }
            }
            if (back.stream().allMatch(Optional::isPresent)) {
                return back.stream().flatMap(Optional::stream).max(Instant::compareTo);
            }
            return all.stream()
                    .filter(Rollout::delivered)
                    .map(Rollout::end)
                    .filter(end -> end.isAfter(end()))
                    .min(Instant::compareTo);
        }

        /** When the world of a bad try had a good release again, by the same deployment. */
        private Optional<Instant> restored(int place) {
            Deployment bad = tries.get(place);
            return bad.rolledBack()
                    .or(() -> tries.subList(place + 1, tries.size()).stream()
                            .filter(one -> one.world().equals(bad.world()) && !one.bad())
                            .map(Rollout::end)
                            .findFirst());
        }
    }
}
