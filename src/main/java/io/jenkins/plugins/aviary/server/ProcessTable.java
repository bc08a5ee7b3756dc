package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.host.CommandResult;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.HostFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The processes of one world on its host. A server is known by its executable, which lies in the world's folder, never by
 * its name or a pid in a file: both may be somebody else's.
 */
final class ProcessTable {
    private static final int TENTHS = 10;
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final GameHost host;
    private final String world;
    private final String root;
    private final String binary;

    ProcessTable(GameHost host, String world, String root, String binary) {
        this.host = host;
        this.world = world;
        this.root = root;
        this.binary = binary;
    }

    /** A process that may be signalled, as long as it is the same. */
    record Target(long pid, long startTicks, String executable) {
        static Target of(ServerProcess process) {
            return new Target(process.pid(), process.startTicks(), process.executable());
        }
    }

    /** A server and the shells that would start it again, the nearest first. */
    record Found(ServerProcess process, List<Target> supervisors) {}

    /**
     * The server, if it runs.
     *
     * @throws ServerFailure if there are several: they write to the same database
     */
    Optional<Found> find() throws InterruptedException {
        CommandResult result = host.shell(ServerScript.FIND.text(), root, binary);
        if (!result.succeeded()) {
            throw new HostFailure(host.name() + " cannot list the processes of " + world + ": " + result.complaint());
        }
        Map<Long, Found> found = new LinkedHashMap<>();
        Map<Long, Long> parents = new LinkedHashMap<>();
        Found last = null;
        for (String line : result.output().split("\n")) {
            String[] fields = line.split("\t", -1);
            if (fields[0].equals("server") && fields.length == 8) {
                last = new Found(process(fields), new ArrayList<>());
                found.put(last.process().pid(), last);
                parents.put(last.process().pid(), Long.parseLong(fields[4]));
            } else if (fields[0].equals("supervisor") && fields.length == 4 && last != null) {
                last.supervisors().add(new Target(Long.parseLong(fields[1]), Long.parseLong(fields[2]), fields[3]));
            }
        }
        // A server that runs another program is there twice for a moment, until its child becomes that program.
        parents.forEach((child, parent) -> {
            if (found.containsKey(parent)) {
                found.remove(child);
            }
        });
        if (found.size() > 1) {
            throw new ServerFailure(world + " has " + found.size() + " servers at once on " + host.name() + " (pids "
                    + found.keySet() + "), which overwrite each other's players; stop all but one by hand");
        }
        return found.values().stream().findFirst();
    }

    private static ServerProcess process(String[] fields) {
        return new ServerProcess(
                Long.parseLong(fields[1]),
                fields[7],
                fields[6],
                Instant.ofEpochMilli(Long.parseLong(fields[3])),
                Long.parseLong(fields[2]),
                fields[5]);
    }

    /**
     * Sends a signal, after a look on the host that the process is still the same.
     *
     * @return whether it was there to get it
     * @throws HostFailure if it may not be signalled
     * @throws ServerFailure if it is asked for something by a signal that it does not handle and would die of
     */
    boolean signal(Target target, ServerSignal signal) throws InterruptedException {
        CommandResult result = host.shell(
                ServerScript.SIGNAL.text(),
                String.valueOf(target.pid()),
                String.valueOf(target.startTicks()),
                target.executable(),
                signal.name());
        if (result.exitCode() == ServerScript.UNHANDLED) {
            throw new ServerFailure(world + " (pid " + target.pid() + ") does not handle SIG" + signal
                    + " and would die of it without saving, so it was not sent; wait until it is online, or see whether "
                    + target.executable() + " is the server that aviary.yml says");
        }
        if (result.exitCode() != 0 && result.exitCode() != ServerScript.GONE) {
            throw new HostFailure(host.name() + " did not let SIG" + signal + " be sent to " + world + " (pid "
                    + target.pid() + "): " + result.complaint() + "; log in as the user that runs the server");
        }
        return result.succeeded();
    }

    /**
     * Waits for the end of a process, on the host.
     *
     * @return whether it is gone
     */
    boolean awaitExit(ServerProcess process, Duration patience) throws InterruptedException {
        long tenths = Math.max(0, patience.toMillis() * TENTHS / 1000);
        CommandResult result = host.run(io.jenkins.plugins.aviary.host.RemoteCommand.shell(
                        ServerScript.AWAIT_EXIT.text(),
                        String.valueOf(process.pid()),
                        String.valueOf(process.startTicks()),
                        String.valueOf(tenths))
                .within(patience.plus(MARGIN)));
        if (result.exitCode() != 0 && result.exitCode() != ServerScript.STILL_THERE) {
            throw new HostFailure(host.name() + " cannot watch the end of " + world + ": " + result.complaint());
        }
        return result.succeeded();
    }
}
