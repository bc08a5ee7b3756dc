package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.cli.demo.FreePorts;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's Prometheus on loopback, which scrapes one address every second. */
final class PrometheusProcess implements AutoCloseable {
    private final Process process;
    private final int port;
    private final Path log;

    private PrometheusProcess(Process process, int port, Path log) {
        this.process = process;
        this.port = port;
        this.log = log;
    }

    /** Its executable, if it is installed. */
    static Optional<Path> executable() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, "prometheus"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts one that gives what it scrapes the label of a world. */
    static PrometheusProcess scraping(Path folder, int target, String world) throws IOException {
        int port = FreePorts.take();
        Path config = Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                  - job_name: canary
                    static_configs:
                      - targets: ['127.0.0.1:%d']
                        labels: {world: %s}
                """.formatted(target, world));
        Path log = folder.resolve("prometheus.log");
        Process process = new ProcessBuilder(
                        executable().orElseThrow().toString(),
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new PrometheusProcess(process, port, log);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Whether it runs, and what it said if it does not. */
    String trouble() throws IOException {
        return process.isAlive() ? "" : "prometheus ended: " + Files.readString(log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
