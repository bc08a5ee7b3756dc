package io.jenkins.plugins.aviary.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How much processor time a piece of work took, on both sides, in seconds, as Linux counts it: that of this virtual
 * machine, that of the programs it started, that of what an SSH server started, and that of the whole machine.
 */
record ProcessorTime(double own, double children, double server, double machine) {
    private static final double TICKS = 100;
    /** In {@code /proc/PID/stat} after the name: user and system time of the children that have ended. */
    private static final int CHILDREN_USER = 13;

    private static final int IDLE = 4;
    private static final int WAITING = 5;
    private static final int KINDS = 8;
    private static final long GLANCE_MILLIS = 5;

    /** Reads all of them once no connection to the server is left: only then its children's time is counted. */
    static ProcessorTime now(long server) throws IOException, InterruptedException {
        while (ProcessHandle.of(server).orElseThrow().children().findAny().isPresent()) {
            Thread.sleep(GLANCE_MILLIS);
        }
        double own =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
        return new ProcessorTime(own, children("self"), children(String.valueOf(server)), busy());
    }

    private static double children(String process) throws IOException {
        String stat = Files.readString(Path.of("/proc", process, "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_USER + 1])) / TICKS;
    }

    private static double busy() throws IOException {
        List<String> fields =
                List.of(Files.readAllLines(Path.of("/proc/stat")).get(0).trim().split(" +"));
        long ticks = 0;
        for (int kind = 1; kind <= KINDS; kind++) {
            ticks += kind == IDLE || kind == WAITING ? 0 : Long.parseLong(fields.get(kind));
        }
        return ticks / TICKS;
    }

    /** What was used since an earlier reading. */
    ProcessorTime since(ProcessorTime earlier) {
        return new ProcessorTime(
                own - earlier.own, children - earlier.children, server - earlier.server, machine - earlier.machine);
    }

    /** What others used meanwhile. */
    double others() {
        return Math.max(0, machine - own - children - server);
    }
}
