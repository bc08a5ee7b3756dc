package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.cli.serve.DashboardServer;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aviary serve}: the pages in a browser on this machine, until Ctrl-C. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Shows what runs where, rollouts, approvals and the ledger in a browser on this machine.",
        footer = {"", "It listens on 127.0.0.1 only, changes nothing, and ends with Ctrl-C."})
final class ServeCommand implements Callable<Integer> {
    private static final int LARGEST_PORT = 65_535;

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "The port (default: ${DEFAULT-VALUE}); 0 for any that is free.")
    private int port = 8099;

    @Option(names = "--open", description = "Open the pages in the browser.")
    private boolean open;

    @Override
    public Integer call() {
        LocalRun run = options.localRun();
        if (port < 0 || port > LARGEST_PORT) {
            throw new InvalidParameter("--port is 0 to " + LARGEST_PORT + ", not " + port);
        }
        run.log().info("Reading the ledger in " + run.home() + " ...");
        try (DashboardServer server =
                DashboardServer.start(run.home(), run.workspace(), port, run.clock(), run.environment())) {
            URI address = server.address();
            run.log().info("Aviary's pages are at " + address + " (Ctrl-C ends them)");
            if (open) {
                open(run, address);
            }
            Cancellation.interruptible(() -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    // Ctrl-C: that is how it is ended.
                    Thread.currentThread().interrupt();
                }
                return ExitCode.DONE;
            });
        }
        return ExitCode.DONE.value();
    }

    /** Asks the desktop to show the address; a machine without one is no failure. */
    static void open(LocalRun run, URI address) {
        String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        List<String> command = system.contains("mac")
                ? List.of("open", address.toString())
                : system.contains("windows")
                        ? List.of("rundll32", "url.dll,FileProtocolHandler", address.toString())
                        : List.of("xdg-open", address.toString());
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            run.log().warn("There is no " + command.get(0) + " to open a browser with; open " + address + " yourself");
        }
    }
}
