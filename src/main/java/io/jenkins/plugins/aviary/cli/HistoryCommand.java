package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.ledger.Deployment;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aviary ledger history}: the deployments, the newest first. */
@Command(name = "history", mixinStandardHelpOptions = true, description = "Lists deployments, the newest first.")
final class HistoryCommand implements Callable<Integer> {
    private static final int WIDEST = 60;

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Option(names = "--environment", paramLabel = "NAME", description = "Only those of this environment.")
    private String environment = "";

    @Option(names = "--world", paramLabel = "NAME", description = "Only those of this world.")
    private String world = "";

    @Option(names = "--release", paramLabel = "TEXT", description = "Only this version, or digest or its beginning.")
    private String release = "";

    @Option(
            names = "--result",
            paramLabel = "RESULT",
            description = "Only those that ended like this: ${COMPLETION-CANDIDATES}.")
    private Deployment.Result result;

    @Option(names = "--actor", paramLabel = "NAME", description = "Only those that this person began.")
    private String actor = "";

    @Option(names = "--within", paramLabel = "DURATION", description = "Only those that began in this time, as 7d.")
    private String within = "";

    @Option(names = "--limit", paramLabel = "N", description = "How many at most (default: ${DEFAULT-VALUE}).")
    private int limit = 50;

    @Override
    public Integer call() {
        LocalRun run = options.localRun();
        LedgerCommand.requireLedger(run.home().resolve("ledger"));
        if (limit < 1) {
            throw new InvalidParameter("--limit is 1 or more, not " + limit);
        }
        Instant since = within.isEmpty() ? Instant.MIN : run.clock().instant().minus(duration());
        try (Ledger ledger = Ledger.inHomeForReading(run.home(), run.clock())) {
            List<Deployment> found = ledger.history().newest(environment, world, 0, Integer.MAX_VALUE).stream()
                    .filter(deployment -> wanted(deployment, since))
                    .limit(limit)
                    .toList();
            if (options.json()) {
                System.out.println(JsonFiles.text(found));
            } else if (found.isEmpty()) {
                System.out.println("No such deployment.");
            } else {
                table(found).lines().forEach(System.out::println);
            }
        }
        return ExitCode.DONE.value();
    }

    private Duration duration() {
        try {
            return Durations.parse(within);
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter("--within: " + e.getMessage(), e);
        }
    }

    private boolean wanted(Deployment deployment, Instant since) {
        return (result == null || deployment.result() == result)
                && (actor.isEmpty() || deployment.actor().equals(actor))
                && (release.isEmpty()
                        || deployment.version().equals(release)
                        || deployment.release().startsWith(release))
                && !deployment.started().isBefore(since);
    }

    /** The deployments as a table. */
    static TextTable table(List<Deployment> found) {
        TextTable table =
                new TextTable("BEGAN", "ENVIRONMENT", "WORLD", "RELEASE", "BEFORE", "RESULT", "TOOK", "BY", "REASON");
        for (Deployment deployment : found) {
            table.row(
                    deployment.started().truncatedTo(ChronoUnit.SECONDS).toString(),
                    deployment.environment(),
                    deployment.world(),
                    name(deployment.version(), deployment.release()),
                    name(deployment.fromVersion(), deployment.fromRelease()),
                    deployment.result().name().toLowerCase(Locale.ROOT),
                    deployment
                            .rolledBack()
                            .or(deployment::finished)
                            .map(end -> Durations.text(
                                    Duration.between(deployment.started(), end).truncatedTo(ChronoUnit.SECONDS)))
                            .orElse("-"),
                    deployment.actor(),
                    deployment.reason().length() > WIDEST
                            ? deployment.reason().substring(0, WIDEST - 3) + "..."
                            : deployment.reason());
        }
        return table;
    }

    private static String name(String version, String digest) {
        String brief = digest.length() >= 8 ? digest.substring(0, 8) : digest;
        return version.isEmpty() ? brief : brief.isEmpty() ? version : version + " (" + brief + ")";
    }
}
