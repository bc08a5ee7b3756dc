package io.jenkins.plugins.aviary.bench;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.cli.serve.DashboardServer;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.dashboard.DashboardApi;
import io.jenkins.plugins.aviary.dashboard.Installation;
import io.jenkins.plugins.aviary.dashboard.SampleInstallation;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.model.Environment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures, in a folder given as the first argument, what the pages' questions cost with so many deployments (10,000) and
 * so many events (100,000): over HTTP on loopback, the first answer of its kind, and the same again; and the processor time
 * of computing it, which does not depend on what else the machine does. With {@code serve}
 * as the fourth argument it only makes the installation and serves it until it is ended.
 */
final class PagesBenchmark {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private PagesBenchmark() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args.length > 0 ? args[0] : "target/pages-benchmark"));
        int deployments = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        int events = args.length > 2 ? Integer.parseInt(args[2]) : 100_000;
        boolean serve = args.length > 3;
        SampleInstallation sample =
                SampleInstallation.make(Files.createTempDirectory(folder, "home"), deployments, events, Instant.now());
        long start = System.nanoTime();
        long begun = CPU.getCurrentThreadCpuTime();
        try (DashboardServer server = DashboardServer.start(
                sample.home(), sample.workspace(), serve ? 8099 : 0, Clock.systemUTC(), Map.of())) {
            System.out.printf(
                    "start with %,d deployments and %,d events: %.0f ms, processor %.0f ms%n",
                    deployments, events, millis(start), (CPU.getCurrentThreadCpuTime() - begun) / 1e6);
            if (serve) {
                System.out.println(server.address());
                Thread.currentThread().join();
            }
            try (Ledger ledger = Ledger.inHomeForReading(sample.home(), Clock.systemUTC())) {
                measure(server.address(), sample, api(sample, ledger));
            }
        }
    }

    private static DashboardApi api(SampleInstallation sample, Ledger ledger) {
        List<Environment> environments =
                List.copyOf(AviaryConfig.read(sample.workspace().resolve("aviary.yml"), Map.of())
                        .environments()
                        .values());
        return new DashboardApi(new Installation(
                ledger, () -> environments, FolderArtifactStore.inHome(sample.home()), List::of, Clock.systemUTC()));
    }

    /** The processor time of one answer that is not kept yet, in milliseconds. */
    private static double computed(DashboardApi api, String question) {
        URI parts = URI.create("http://localhost/" + question);
        Map<String, List<String>> query = new HashMap<>();
        for (String pair :
                parts.getQuery() == null ? new String[0] : parts.getQuery().split("&")) {
            query.put(pair.substring(0, pair.indexOf('=')), List.of(pair.substring(pair.indexOf('=') + 1)));
        }
        long begun = CPU.getCurrentThreadCpuTime();
        if (api.get(parts.getPath().substring(1), query).orElseThrow().status() != 200) {
            throw new IllegalStateException(question);
        }
        return (CPU.getCurrentThreadCpuTime() - begun) / 1e6;
    }

    private static void measure(URI address, SampleInstallation sample, DashboardApi api) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        List<String> releases = sample.releases();
        String newest = releases.get(releases.size() - 1);
        List<String> questions = new ArrayList<>(List.of(
                "board",
                "timeline?from=2026-01-01T00:00:00Z&to=" + Instant.now(),
                "deployments?limit=25",
                "deployments?limit=25&skip=5000",
                "deployments?world=antica&result=rolledback",
                "facets",
                "releases",
                "releases/" + newest,
                "compare?from=" + releases.get(releases.size() - 2) + "&to=" + newest,
                "rollouts",
                "approvals?state=waiting",
                "events",
                "events?type=deployment&world=antica&actor=anna",
                "events?before=500",
                "dora?days=90",
                "trends?kind=benchmark",
                "trends?kind=backup"));
        questions.add("rollouts/"
                + URLEncoder.encode("canary/main#" + releases.size() + " production", StandardCharsets.UTF_8)
                        .replace("+", "%20"));
        // The machine's compiler warms up on other questions than those that are measured.
        for (int i = 0; i < 20; i++) {
            ask(client, address, "deployments?limit=" + (100 + i));
        }
        System.out.printf("%-60s %10s %12s %12s %10s%n", "question", "first ms", "same again", "processor", "bytes");
        for (String question : questions) {
            double[] first = ask(client, address, question);
            double[] again = ask(client, address, question);
            System.out.printf(
                    "%-60s %10.1f %12.1f %12.1f %,10.0f%n",
                    question.length() > 60 ? question.substring(0, 60) : question,
                    first[0],
                    again[0],
                    computed(api, question),
                    first[1]);
        }
    }

    private static double[] ask(HttpClient client, URI address, String question) throws Exception {
        long start = System.nanoTime();
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(address.resolve("/api/" + question)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(question + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return new double[] {millis(start), answer.body().length};
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }
}
