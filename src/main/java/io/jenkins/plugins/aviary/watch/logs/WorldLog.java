package io.jenkins.plugins.aviary.watch.logs;

import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.server.ServerProcess;
import io.jenkins.plugins.aviary.server.WorldServer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The log of one world on its host. */
final class WorldLog {
    private final GameHost host;
    private final World world;
    private final ServerConfig config;
    private final RunContext context;
    private final boolean sinceStart;

    WorldLog(GameHost host, World world, ServerConfig config, RunContext context, boolean sinceStart) {
        this.host = host;
        this.world = world;
        this.config = config;
        this.context = context;
        this.sinceStart = sinceStart;
    }

    /** What it tells, and what of that is new with the release that runs. */
    LogReport report(Dialect dialect, String givenRelease, ReportWriter writer) throws InterruptedException {
        WorldServer server = new WorldServer(host, world, config, context.secrets(), context.log(), context.clock());
        String path = server.mark().path();
        String release = givenRelease.isEmpty() ? running(server) : givenRelease;
        AtomicLong done = new AtomicLong();
        try (Progress.Task task =
                context.progress().begin("Reading the log of " + world.qualifiedName(), host.size(path), "bytes")) {
            LogFileScan scan = new LogFileScan(dialect, read -> task.at(done.addAndGet(read)));
            LogTotals totals = new HostLog(host, path, sinceStart).scan(scan);
            KnownFindings known = KnownFindings.read(context.home(), world.qualifiedName(), release, context.log());
            LogReport report = writer.report(world.qualifiedName(), release, totals, known);
            known.remember(ReportWriter.bad(totals).stream()
                    .map(ReportWriter::fingerprint)
                    .toList());
            return report;
        }
    }

    /** The name of the folder that its server runs in, which is the release's. */
    private String running(WorldServer server) throws InterruptedException {
        Optional<String> folder = server.process().map(ServerProcess::workingDirectory);
        String last = folder.orElse("").replaceAll("(?: \\(deleted\\))?/*$", "");
        return last.substring(last.lastIndexOf('/') + 1);
    }
}
