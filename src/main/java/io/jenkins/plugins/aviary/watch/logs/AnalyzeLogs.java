package io.jenkins.plugins.aviary.watch.logs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.host.HostConnections;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import io.jenkins.plugins.aviary.operation.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Tells what went wrong in the logs of servers, how often, and what is new since the last release. */
@Step(
        name = "analyzeLogs",
        summary = "Tells what went wrong in the logs of servers, how often, and what is new since the last release.")
public record AnalyzeLogs(
        @Parameter("The environment of aviary.yml whose worlds' logs are read on their hosts; give it or files")
        String environment,

        @Parameter("The worlds whose logs are read; all of the environment if none is given")
        List<String> worlds,

        @Parameter("Log files or patterns of them, relative to the workspace; they may be compressed by gzip")
        List<String> files,

        @Parameter(
                "Whose lines they are: CANARY, CANARY_2, TFS or GENERIC; what aviary.yml says if not given, or CANARY"
                        + " without one")
        Dialect dialect,

        @Parameter("Whether all of a world's log is read, instead of what came since its server last started")
        boolean all,

        @Parameter("The name under which is kept what files are known for; nothing is compared or kept without one")
        String baseline,

        @Parameter("The release that files are of; what runs on the host for worlds")
        String release,

        @Parameter(value = "How many of the worst findings are listed, from 0 to 1000", defaultsTo = "20")
        int top,

        @Parameter("Whether a warning or error that no release before had makes the build unstable")
        boolean failOnNew,

        @Parameter(value = "How many errors a log may have; -1 for any number", defaultsTo = "-1")
        long errorsAtMost,

        @Parameter(value = "How many crashes a log may tell of; -1 for any number", defaultsTo = "-1")
        long crashesAtMost,

        @Parameter(
                value = "How long before the end of a log the last save may be; 0s if it may be any time",
                defaultsTo = "0s")
        Duration savedWithin)
        implements Operation<AnalyzeLogs.Result> {
    private static final int MOST_LISTED = 1000;

    /**
     * What the logs tell.
     *
     * @param errors how many errors and critical entries there are in all logs together
     * @param warnings how many warnings there are
     * @param fresh how many kinds of warnings and errors are new since the last release
     * @param crashes how often the logs tell of a crash
     * @param unmet the gates that were not met, one sentence each
     * @param logs each log
     */
    public record Result(
            long errors, long warnings, int fresh, long crashes, List<String> unmet, List<LogReport> logs) {}

    /** Takes absent lists as empty and refuses what does not go together. */
    public AnalyzeLogs {
        environment = environment == null ? "" : environment;
        worlds = worlds == null ? List.of() : List.copyOf(worlds);
        files = files == null ? List.of() : List.copyOf(files);
        baseline = baseline == null ? "" : baseline;
        release = release == null ? "" : release;
        if (environment.isEmpty() == files.isEmpty()) {
            throw new InvalidParameter("give either environment (the logs of its worlds) or files, one of the two");
        }
        if (!files.isEmpty() && !worlds.isEmpty()) {
            throw new InvalidParameter("worlds belong to an environment; with files give none, not " + worlds);
        }
        if (top < 0 || top > MOST_LISTED) {
            throw new InvalidParameter("top is from 0 to " + MOST_LISTED + ", not " + top);
        }
        if (failOnNew && environment.isEmpty() && baseline.isEmpty()) {
            throw new InvalidParameter("failOnNew compares with what was seen before; give files a baseline for that");
        }
    }

    @Override
    public Outcome<Result> run(RunContext context) throws InterruptedException {
        ReportWriter writer = new ReportWriter(top);
        List<LogReport> reports = environment.isEmpty() ? ofFiles(context, writer) : ofWorlds(context, writer);
        reports.forEach(report -> writer.print(report, context.log()));
        Result result = result(reports);
        if (!environment.isEmpty()) {
            context.events().record(Event.of("logs.analyzed", environment, "", payload(result)));
        }
        String summary = result.errors() + " errors and " + result.warnings() + " warnings in " + reports.size()
                + " logs, " + result.fresh() + " kinds of them new since the last release";
        return result.unmet().isEmpty()
                ? Outcome.done(summary, result)
                : Outcome.unstable(String.join("; ", result.unmet()), result);
    }

    private List<LogReport> ofFiles(RunContext context, ReportWriter writer) throws InterruptedException {
        LogFiles logs = new LogFiles(context, givenDialect(context));
        List<LogReport> reports = new ArrayList<>();
        KnownFindings known = baseline.isEmpty()
                ? null
                : KnownFindings.read(context.home(), "files/" + baseline, release, context.log());
        List<String> seen = new ArrayList<>();
        for (String file : named(context)) {
            LogTotals totals = logs.scan(file);
            reports.add(writer.report(file, release, totals, known == null ? KnownFindings.none() : known));
            ReportWriter.bad(totals).forEach(finding -> seen.add(ReportWriter.fingerprint(finding)));
        }
        if (known != null) {
            known.remember(seen);
        }
        return reports;
    }

    /** The files as they were named, patterns replaced by what fits them. */
    private List<String> named(RunContext context) {
        List<String> named = new ArrayList<>();
        for (String file : files) {
            if (file.indexOf('*') < 0 && file.indexOf('?') < 0) {
                named.add(file);
                continue;
            }
            try {
                WorkspaceFiles.matching(context.workspace(), "files", file)
                        .forEach(found ->
                                named.add(context.workspace().relativize(found).toString()));
            } catch (IOException e) {
                throw new OperationFailure("The workspace cannot be read: " + e.getMessage(), e);
            }
        }
        return named;
    }

    private Dialect givenDialect(RunContext context) {
        if (dialect != null) {
            return dialect;
        }
        boolean configured = Files.exists(context.path(AviaryConfig.FILE_NAME));
        return configured ? config(context).server().dialect() : Dialect.CANARY;
    }

    private static AviaryConfig config(RunContext context) {
        return AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
    }

    private List<LogReport> ofWorlds(RunContext context, ReportWriter writer) throws InterruptedException {
        AviaryConfig config = config(context);
        List<World> chosen = config.worlds(environment, worlds);
        List<LogReport> reports = new ArrayList<>();
        try (HostConnections hosts = new HostConnections(context.secrets(), context.events(), context.log())) {
            for (World world : chosen) {
                WorldLog log = new WorldLog(hosts.host(world.host()), world, config.server(), context, !all);
                reports.add(log.report(dialect == null ? config.server().dialect() : dialect, release, writer));
            }
        }
        return reports;
    }

    private Result result(List<LogReport> reports) {
        List<String> unmet = new ArrayList<>();
        reports.forEach(report -> judge(report, unmet));
        return new Result(
                reports.stream().mapToLong(AnalyzeLogs::errors).sum(),
                reports.stream()
                        .mapToLong(report -> report.levels().get("warning"))
                        .sum(),
                reports.stream().mapToInt(report -> report.fresh().size()).sum(),
                reports.stream().mapToLong(report -> report.figures().crashes()).sum(),
                unmet,
                reports);
    }

    private static long errors(LogReport report) {
        return report.levels().get("error") + report.levels().get("critical");
    }

    private void judge(LogReport report, List<String> unmet) {
        LogReport.Figures figures = report.figures();
        if (failOnNew && !report.fresh().isEmpty()) {
            unmet.add(
                    report.source() + " has " + report.fresh().size() + " kinds of warnings and errors that no release"
                            + " before had, such as: " + report.fresh().get(0).text());
        }
        if (errorsAtMost >= 0 && errors(report) > errorsAtMost) {
            unmet.add(report.source() + " has " + errors(report) + " errors, more than " + errorsAtMost);
        }
        long crashes = figures.crashes() + figures.uncleanStarts();
        if (crashesAtMost >= 0 && crashes > crashesAtMost) {
            unmet.add(report.source() + " tells of " + figures.crashes() + " crashes and " + figures.uncleanStarts()
                    + " starts after no clean stop, more than " + crashesAtMost);
        }
        boolean unsaved = figures.secondsSinceSave() < 0 || figures.secondsSinceSave() > savedWithin.toSeconds();
        if (!savedWithin.isZero() && unsaved) {
            unmet.add(report.source() + " was not saved within " + Durations.text(savedWithin)
                    + " before the end of its log; "
                    + (figures.lastSave().isEmpty()
                            ? "it tells of no save"
                            : "the last" + " save was at " + figures.lastSave()));
        }
    }

    private static ObjectNode payload(Result result) {
        ObjectNode payload = JsonNodeFactory.instance
                .objectNode()
                .put("errors", result.errors())
                .put("warnings", result.warnings())
                .put("crashes", result.crashes())
                .put("met", result.unmet().isEmpty());
        ArrayNode worlds = payload.putArray("worlds");
        for (LogReport report : result.logs()) {
            ObjectNode world = worlds.addObject()
                    .put("world", report.source())
                    .put("errors", errors(report))
                    .put("crashes", report.figures().crashes());
            ArrayNode fresh = world.putArray("new");
            report.fresh().stream().limit(20).forEach(item -> fresh.add(item.fingerprint()));
        }
        return payload;
    }
}
