package io.jenkins.plugins.aviary.cli.serve;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.dashboard.DashboardApi;
import io.jenkins.plugins.aviary.dashboard.DashboardFiles;
import io.jenkins.plugins.aviary.dashboard.Installation;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.VerifierKey;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The pages of one home on {@code 127.0.0.1}, read-only: it neither writes the ledger nor keeps others from writing it.
 * Whoever can open a connection on this machine can read them, so they show no secrets.
 */
public final class DashboardServer implements AutoCloseable {
    private static final int THREADS = 4;
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ExecutorService workers;
    private final Ledger ledger;
    private final URI address;

    private DashboardServer(HttpServer server, ExecutorService workers, Ledger ledger) {
        this.server = server;
        this.workers = workers;
        this.ledger = ledger;
        this.address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /**
     * Starts to serve. With a large ledger that takes seconds: all of it is read.
     *
     * @param home Aviary's folder, with the ledger and the artifacts
     * @param workspace the folder with {@code aviary.yml}; it need not have one
     * @param port the port, or 0 for any that is free
     * @param variables the environment variables that {@code aviary.yml} may refer to
     * @throws OperationFailure if the port is taken or the ledger cannot be read
     */
    public static DashboardServer start(
            Path home, Path workspace, int port, Clock clock, Map<String, String> variables) {
        // The JDK's server sends head and body apart; without this, the second waits 40 ms for the first to be
        // confirmed.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Ledger ledger = Ledger.inHomeForReading(home, clock);
        try {
            ConfiguredEnvironments environments = new ConfiguredEnvironments(workspace, variables);
            DashboardApi api = new DashboardApi(
                    new Installation(ledger, environments, FolderArtifactStore.inHome(home), () -> keys(home), clock));
            HttpServer server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
            ExecutorService workers = Executors.newFixedThreadPool(THREADS, work -> {
                Thread thread = new Thread(work, "aviary-serve");
                thread.setDaemon(true);
                return thread;
            });
            DashboardServer started = new DashboardServer(server, workers, ledger);
            server.createContext("/", new PageHandler(api, new DashboardFiles(), environments::problem));
            server.setExecutor(workers);
            server.start();
            return started;
        } catch (IOException e) {
            ledger.close();
            throw new OperationFailure(
                    "The pages cannot be served on port " + port + ": " + e.getMessage()
                            + "; choose another with --port",
                    e);
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    private static List<VerifierKey> keys(Path home) {
        Path file = home.resolve("ledger").resolve("signing.pub");
        try {
            return Files.exists(file) ? List.of(VerifierKey.parse(Files.readString(file))) : List.of();
        } catch (IOException | IllegalArgumentException e) {
            throw new OperationFailure("The key in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Where the pages are. */
    public URI address() {
        return address;
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
        ledger.close();
    }
}
