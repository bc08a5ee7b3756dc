package io.jenkins.plugins.aviary.bench;

import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.HostConnections;
import io.jenkins.plugins.aviary.host.InstallReport;
import io.jenkins.plugins.aviary.host.ReleaseContent;
import io.jenkins.plugins.aviary.host.ReleaseFolder;
import io.jenkins.plugins.aviary.model.HostAddress;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.operation.Secrets;
import io.jenkins.plugins.aviary.testing.Unwatched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Our own transfer, over the same server. */
record Deliveries(int port, Path key, Path hostKey, long server) {
    /**
     * Brings a release and says what that took. By the clock it begins with a connection that is there, as in a delivery,
     * which has taken the lock and looked at the folder before; processor time includes connecting.
     */
    TransferCost send(ReleaseContent release, Path world) throws IOException, InterruptedException {
        ProcessorTime before = ProcessorTime.now(server);
        Quiet quiet = new Quiet(Files.readString(key));
        HostAddress address = new HostAddress(
                "loopback",
                "127.0.0.1",
                port,
                System.getProperty("user.name"),
                "key",
                Files.readString(hostKey).strip());
        double seconds;
        InstallReport report;
        try (HostConnections hosts = new HostConnections(quiet, event -> {}, quiet);
                GameHost host = hosts.host(address)) {
            host.shell("true");
            long begun = System.nanoTime();
            report = new ReleaseFolder(host, world.toString()).install(release, quiet);
            seconds = (System.nanoTime() - begun) / 1e9;
        }
        ProcessorTime used = ProcessorTime.now(server).since(before);
        return new TransferCost(
                seconds, used.own() + used.children(), used.server(), used.others(), report.sentBytes());
    }

    private record Quiet(String key) implements Secrets, OperationLog, Progress {
        @Override
        public Secret text(String id) {
            return Secret.of(key);
        }

        @Override
        public String username(String id) {
            return "";
        }

        @Override
        public void info(String line) {
            System.out.println(line);
        }

        @Override
        public void warn(String line) {
            System.out.println(line);
        }

        @Override
        public void error(String line) {
            System.out.println(line);
        }

        @Override
        public void output(String line) {
            System.out.println(line);
        }

        @Override
        public Task begin(String what, long total, String unit) {
            return Unwatched.PROGRESS;
        }
    }
}
