package io.jenkins.plugins.aviary.dashboard;

import io.jenkins.plugins.aviary.ledger.DoraFigures;
import io.jenkins.plugins.aviary.model.Environment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What changes over the weeks: the five figures of delivery, benchmarks, builds, backups. */
final class TrendsPage {
    private static final int MOST_ENVIRONMENTS = 20;
    private static final int WEEKS = 12;

    private final ReadModel model;

    TrendsPage(ReadModel model) {
        this.model = model;
    }

    Map<String, DashboardApi.Address> addresses() {
        return Map.of(
                "dora",
                new DashboardApi.Address(Set.of("environment", "days"), (rest, query) -> Optional.of(figures(query))),
                "trends",
                new DashboardApi.Address(
                        Set.of("kind", "text", "skip", "limit"), (rest, query) -> Optional.of(series(query))));
    }

    private Page<TrendBook.Series> series(Query query) {
        String text = query.text("text").toLowerCase(Locale.ROOT);
        List<TrendBook.Series> wanted = new ArrayList<>();
        for (TrendBook.Kind kind : TrendBook.Kind.values()) {
            if (query.text("kind").isEmpty()
                    || query.choice("kind", TrendBook.Kind.BENCHMARK, TrendBook.Kind.class) == kind) {
                wanted.addAll(model.trends().of(kind));
            }
        }
        wanted.removeIf(one -> !one.name().toLowerCase(Locale.ROOT).contains(text));
        return Page.of(wanted, query);
    }

    /**
     * The five figures.
     *
     * @param environments the environments that there are figures of
     * @param environment the one that these are of
     * @param days of how many days they are
     * @param now the figures
     * @param before those of as many days before
     * @param weeks those of each of the last 12 weeks, oldest first
     */
    record Figures(List<String> environments, String environment, int days, Five now, Five before, List<Five> weeks) {}

    /**
     * The five figures of a stretch of time; absent where there is nothing to compute them from.
     *
     * @param from its beginning
     * @param to its end
     * @param deployments how many deployments ended in it
     * @param perDay how many good ones a day
     * @param leadTimeMillis from commit to running, the median
     * @param failRate the share of bad ones, 0 to 1
     * @param recoveryMillis from detection to recovery, the median
     * @param reworkRate the share of unplanned ones, 0 to 1
     * @param unrecovered how many bad ones nothing has mended
     */
    record Five(
            Instant from,
            Instant to,
            int deployments,
            double perDay,
            Optional<Long> leadTimeMillis,
            OptionalDouble failRate,
            Optional<Long> recoveryMillis,
            OptionalDouble reworkRate,
            int unrecovered) {
        static Five of(DoraFigures figures) {
            return new Five(
                    figures.from(),
                    figures.to(),
                    figures.deployments(),
                    figures.deploymentsPerDay(),
                    figures.leadTime().map(Duration::toMillis),
                    figures.changeFailRate(),
                    figures.recoveryTime().map(Duration::toMillis),
                    figures.reworkRate(),
                    figures.unrecovered());
        }
    }

    private Figures figures(Query query) {
        Set<String> names = new LinkedHashSet<>();
        model.environments().stream().map(Environment::name).forEach(names::add);
        model.worlds().forEach(world -> names.add(world.environment()));
        List<String> environments = names.stream().limit(MOST_ENVIRONMENTS).toList();
        String last = environments.isEmpty() ? "" : environments.get(environments.size() - 1);
        String environment = query.text("environment").isEmpty()
                ? (names.contains("production") ? "production" : last)
                : query.text("environment");
        int days = query.integer("days", 30, 1, 366);
        Instant to = model.now().truncatedTo(ChronoUnit.MINUTES);
        Instant from = to.minus(days, ChronoUnit.DAYS);
        List<DoraFigures.Stretch> stretches = new ArrayList<>();
        stretches.add(new DoraFigures.Stretch(from, to));
        stretches.add(new DoraFigures.Stretch(from.minus(days, ChronoUnit.DAYS), from));
        for (int week = WEEKS; week > 0; week--) {
            stretches.add(new DoraFigures.Stretch(
                    to.minus(7L * week, ChronoUnit.DAYS), to.minus(7L * (week - 1), ChronoUnit.DAYS)));
        }
        List<Five> all = DoraFigures.of(model.ledger().history(), environment, stretches).stream()
                .map(Five::of)
                .toList();
        return new Figures(environments, environment, days, all.get(0), all.get(1), all.subList(2, all.size()));
    }
}
