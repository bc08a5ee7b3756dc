package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.config.ServerConfig;
import io.jenkins.plugins.aviary.host.CommandResult;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.RemoteCommand;
import io.jenkins.plugins.aviary.host.ShellQuoting;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Starts a server, once and apart from the session that starts it. */
final class Starting {
    private static final Duration APPEARS_WITHIN = Duration.ofSeconds(20);
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final String CREDENTIALS = "credentials:";
    private static final String SAME_FOLDER =
            "a=$(cd -P -- \"$1\" && pwd -P) && b=$(cd -P -- \"$2\" && pwd -P)" + " && [ \"$a\" = \"$b\" ]";

    private final GameHost host;
    private final World world;
    private final ServerConfig config;
    private final ProcessTable processes;
    private final ServerPorts ports;
    private final ServerLog serverLog;
    private final Secrets secrets;
    private final OperationLog log;
    private final Clock clock;
    private final Pause pause;

    Starting(
            GameHost host,
            World world,
            ServerConfig config,
            ProcessTable processes,
            ServerPorts ports,
            ServerLog serverLog,
            Secrets secrets,
            OperationLog log,
            Clock clock,
            Pause pause) {
        this.host = host;
        this.world = world;
        this.config = config;
        this.processes = processes;
        this.ports = ports;
        this.serverLog = serverLog;
        this.secrets = secrets;
        this.log = log;
        this.clock = clock;
        this.pause = pause;
    }

    ServerProcess start(String releaseFolder) throws InterruptedException {
        refuseASecondOne();
        LogMark mark = new LogTail(host, serverLog.usual()).mark();
        long shell = -1;
        if (world.launch().systemdUnit().isEmpty()) {
            shell = startCommand(releaseFolder);
        } else {
            startUnit();
        }
        ServerProcess process = awaitProcess(mark, releaseFolder, shell);
        refuseAnotherFolder(process, releaseFolder);
        log.info(world.qualifiedName() + ": started in " + releaseFolder + " as pid " + process.pid());
        return process;
    }

    private void refuseASecondOne() throws InterruptedException {
        Optional<ServerProcess> running = processes.find().map(ProcessTable.Found::process);
        if (running.isPresent()) {
            throw new ServerFailure(world.qualifiedName() + " runs already as pid "
                    + running.get().pid() + " in " + running.get().workingDirectory() + "; stop it first");
        }
        try {
            if (ports.hasGame()) {
                ports.game();
                throw new ServerFailure(world.qualifiedName() + " cannot be started: something that is not its server"
                        + " answers on its game port " + world.ports().game() + " of " + host.name()
                        + ", such as a server of another user; stop that first");
            }
        } catch (NoAnswer e) {
            // Nobody is there, as it should be.
            return;
        }
    }

    private long startCommand(String releaseFolder) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(releaseFolder, serverLog.usual()));
        arguments.addAll(
                world.launch().command().isEmpty()
                        ? List.of("./" + config.binary())
                        : world.launch().command());
        RemoteCommand command = RemoteCommand.shell(ServerScript.START.text(), arguments.toArray(String[]::new))
                .reading(environment().getBytes(StandardCharsets.UTF_8));
        CommandResult result = host.run(command);
        if (!result.succeeded()) {
            throw new ServerFailure(world.qualifiedName() + " cannot be started: " + result.complaint());
        }
        String pid = result.output().strip();
        return pid.matches("\\d{1,10}") ? Long.parseLong(pid) : -1;
    }

    /** Shell assignments, one a line, each exported. */
    private String environment() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> variable : new TreeMap<>(world.launch().environment()).entrySet()) {
            if (!variable.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new ServerFailure("'" + variable.getKey() + "' is no name for a variable of "
                        + world.qualifiedName() + "'s environment; use letters, digits and underscores");
            }
            String value = variable.getValue();
            String resolved = value.startsWith(CREDENTIALS)
                    ? secrets.text(value.substring(CREDENTIALS.length())).reveal()
                    : value;
            text.append("export ").append(variable.getKey()).append('=');
            text.append(ShellQuoting.quote(resolved)).append('\n');
        }
        return text.toString();
    }

    private void startUnit() throws InterruptedException {
        if (!world.launch().environment().isEmpty()) {
            throw new ServerFailure(world.qualifiedName() + " is started by the unit "
                    + world.launch().systemdUnit() + ", which does not take variables from aviary.yml; put them into"
                    + " the unit's EnvironmentFile= and take 'environment' away");
        }
        new SystemdUnit(host, world.launch().systemdUnit()).start();
    }

    private ServerProcess awaitProcess(LogMark mark, String releaseFolder, long shell) throws InterruptedException {
        Instant deadline = clock.instant().plus(APPEARS_WITHIN);
        while (true) {
            Optional<ProcessTable.Found> found = processes.find();
            if (found.isPresent()) {
                return found.get().process();
            }
            boolean over = clock.instant().isAfter(deadline);
            if (over
                    || shell > 0
                            && !host.shell("kill -0 \"$1\"", String.valueOf(shell))
                                    .succeeded()) {
                throw new ServerFailure(
                        world.qualifiedName() + " did not come up in " + releaseFolder + ": " + lastWords(mark));
            }
            pause.pause(GLANCE);
        }
    }

    private String lastWords(LogMark mark) throws InterruptedException {
        List<LogEntry> said = serverLog.since(mark, 1);
        return said.isEmpty()
                ? "no process of " + config.binary() + " appeared and nothing was logged to " + serverLog.usual()
                : "its log ends with '" + said.get(0).message() + "'";
    }

    /** A server of a unit runs where the unit says: if that is another release, this one was not started. */
    private void refuseAnotherFolder(ServerProcess process, String releaseFolder) throws InterruptedException {
        if (!world.launch().systemdUnit().isEmpty()
                && !host.shell(SAME_FOLDER, process.workingDirectory(), releaseFolder)
                        .succeeded()) {
            throw new ServerFailure(world.qualifiedName() + " was started in " + process.workingDirectory()
                    + " instead of " + releaseFolder + "; set WorkingDirectory=" + world.path()
                    + "/current in the unit "
                    + world.launch().systemdUnit());
        }
    }
}
