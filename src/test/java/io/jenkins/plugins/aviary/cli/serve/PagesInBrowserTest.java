package io.jenkins.plugins.aviary.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.aviary.dashboard.SampleInstallation;
import io.jenkins.plugins.aviary.testing.Browser;
import io.jenkins.plugins.aviary.testing.BrowserTab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Opens every page in a real browser, on a past full of hostile texts; skipped where there is none. */
@Tag("integration")
class PagesInBrowserTest {
    @TempDir
    static Path folder;

    private static Browser browser;
    private static BrowserTab tab;
    private static SampleInstallation sample;
    private static DashboardServer server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        assumeTrue(
                Browser.installed().isPresent(),
                "There is no chromium on the PATH: the pages were not opened in a browser");
        sample = SampleInstallation.make(folder.resolve("installation"), 120, 0, Instant.now());
        server = DashboardServer.start(sample.home(), sample.workspace(), 0, Clock.systemUTC(), Map.of());
        browser = Browser.start(Files.createDirectories(folder.resolve("browser")));
        tab = browser.tab();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
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
    void drawsThePageWithoutAWordOnTheConsole(String page, String text, String detail) {
        List<String> releases = sample.releases();
        String address = page.replace("NEWEST", releases.get(releases.size() - 1))
                .replace("BEFORE", releases.get(releases.size() - 2))
                .replace("LAST", "canary%2Fmain%23" + releases.size() + "%20production");

        tab.open(server.address() + "#/" + address);
        tab.await("document.body.outerHTML.includes('%s') && document.body.outerHTML.includes('%s')"
                .formatted(text, detail));

        // A page that asks for what is not there is told so with 404, and the browser notes that.
        assertThat(tab.complaints())
                .filteredOn(line -> !line.startsWith("HTTP 404"))
                .isEmpty();
        assertThat(tab.evaluate("document.documentElement.outerHTML").asText())
                .doesNotContain("Loading …")
                .doesNotContain("<img src=\"x\"")
                .doesNotContain("<script>alert");
    }
}
