package io.jenkins.plugins.aviary.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.aviary.dashboard.SampleInstallation;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Opens every page in a real browser, on a past full of hostile texts; skipped where there is none. */
@Tag("integration")
class PagesInBrowserTest {
    private static final List<String> BROWSERS =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

    @TempDir
    static Path folder;

    private static String browser = "";
    private static SampleInstallation sample;
    private static DashboardServer server;

    @BeforeAll
    static void start() throws IOException {
        Optional<String> found = BROWSERS.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(place -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
        assumeTrue(found.isPresent(), "There is no chromium on the PATH: the pages were not opened in a browser");
        browser = found.get();
        sample = SampleInstallation.make(folder.resolve("installation"), 120, 0, Instant.now());
        server = DashboardServer.start(sample.home(), sample.workspace(), 0, Clock.systemUTC(), Map.of());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        deployments               | harmonia             | aviary-timeline
        releases                  | First heard of       | aviary-table
        releases/NEWEST           | What it went through | spell_1.lua
        rollouts                  | canary/main#         | aviary-table
        rollouts/LAST             | Metrics of the stage | aviary-line--experiment
        approvals                 | still missing        | canary/main#
        approvals?state=settled   | not on a Friday      | denied
        audit                     | Verify the ledger    | approval.settled
        audit?type=deployment&world=antica | deployment.started | aviary-table
        audit/3                   | Leaf hash            | Show the proof
        trends                    | Change fail rate     | aviary-band
        compare?from=BEFORE&to=NEWEST | data/migrations/ | changed
        nowhere                   | Deployments          | aviary-tile
        rollouts/none             | There is no rollouts/none | aviary-empty
        """)
    void drawsThePageWithoutAWordOnTheConsole(String page, String text, String detail) throws Exception {
        List<String> releases = sample.releases();
        String address = page.replace("NEWEST", releases.get(releases.size() - 1))
                .replace("BEFORE", releases.get(releases.size() - 2))
                .replace("LAST", "canary%2Fmain%23" + releases.size() + "%20production");

        Opened opened = open(server.address() + "#/" + address);

        // A page that asks for what is not there is told so with 404, and the browser notes that.
        assertThat(opened.console())
                .filteredOn(line -> !line.contains("404 (Not Found)"))
                .isEmpty();
        assertThat(opened.document()).contains(text).contains(detail).doesNotContain("Loading …");
        assertThat(opened.document()).doesNotContain("<img src=\"x\"").doesNotContain("<script>alert");
    }

    private record Opened(String document, List<String> console) {}

    private static Opened open(String address) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory(folder, "profile");
        Path log = Files.createTempFile(folder, "browser", ".log");
        Path document = Files.createTempFile(folder, "document", ".html");
        Process process = new ProcessBuilder(
                        browser,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--enable-logging=stderr",
                        "--virtual-time-budget=8000",
                        "--window-size=1400,1000",
                        "--user-data-dir=" + profile,
                        "--dump-dom",
                        address)
                .redirectOutput(document.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("the browser ends")
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        List<String> console = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            if (line.contains("CONSOLE")) {
                console.add(line);
            }
        }
        return new Opened(Files.readString(document), console);
    }
}
