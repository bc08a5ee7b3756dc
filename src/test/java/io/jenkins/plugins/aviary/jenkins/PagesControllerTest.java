package io.jenkins.plugins.aviary.jenkins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jenkins.plugins.aviary.cli.StepCatalogue;
import io.jenkins.plugins.aviary.dashboard.SampleInstallation;
import io.jenkins.plugins.aviary.operation.ParameterSpec;
import io.jenkins.plugins.aviary.testing.Browser;
import io.jenkins.plugins.aviary.testing.BrowserTab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Opens every page of the plugin on a real controller in a real browser, on a past full of hostile texts, with the Content
 * Security Policy enforced: see {@link ControllerTest}. What a page of Jenkins of the same kind has to complain of, which
 * holds nothing of the plugin, is not laid at the plugin's door. With {@code -Daviary.screenshots=FOLDER} it keeps
 * pictures.
 */
@OnRealController
class PagesControllerTest {
    private static final List<Integer> WIDTHS = List.of(1300, 600);
    private static final int TAB = 9;
    private static final int MOST_PRESSES = 60;
    private static final Pattern LINK = Pattern.compile("aviary/approvals/link/[A-Za-z0-9_.-]+");

    @TempDir
    private static Path folder;

    private static final Map<String, BrowserTab> TABS = new HashMap<>();
    private static final Map<String, List<String>> TWINS = new HashMap<>();
    private static RealController jenkins;
    private static Browser browser;
    private static SampleInstallation sample;
    private static String link;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        assumeTrue(
                Browser.installed().isPresent(),
                "There is no chromium on the PATH: the pages were not opened in a browser");
        sample = SampleInstallation.make(folder.resolve("installation"), 120, 0, Instant.now());
        copy(sample.home(), folder.resolve("home/aviary"));
        jenkins = RealController.start(folder);
        jenkins.groovy("""
                import jenkins.model.experimentalflags.UserExperimentalFlagsProperty
                hudson.ExtensionList.lookupSingleton(jenkins.security.csp.impl.CspConfiguration).enforce = true
                io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration.get().environments = '''%s'''
                def eve = hudson.model.User.getById('eve', false)
                eve.addProperty(new UserExperimentalFlagsProperty(
                    ['new-build-page.flag': 'true', 'new-job-page.flag': 'true']))
                """.formatted(Files.readString(sample.workspace().resolve("aviary.yml")) + """
                  gated:
                    policy: {approval: {rule: '2 of (user:ben, user:eve)', breakGlass: 'user:admin'}}
                    worlds:
                      kalibra: {host: game-1, path: /srv/gated/kalibra}
                """));
        jenkins.result("plain", jenkins.build("plain", "echo 'nothing of Aviary'"));
        jenkins.result("built", jenkins.build("built", SlowBuild.scripted("2")));
        jenkins.awaitLog("undecided", jenkins.build("undecided", SlowBuild.undecided("built-in")), "cannot tell");
        jenkins.awaitLog(
                "asking",
                jenkins.build(
                        "asking",
                        "approvalGate environment: 'gated', release: '"
                                + sample.releases().get(sample.releases().size() - 1)
                                + "', message: '<script>alert(1)</script>'"),
                "Waiting for");
        jenkins.awaitLog("asking", 1, "Vote by ben");
        Matcher links = LINK.matcher(
                jenkins.get("admin", "job/asking/1/logText/progressiveHtml").body());
        assertThat(links.find()).isTrue();
        link = links.group();
        browser = Browser.start(Files.createDirectories(folder.resolve("browser")));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (browser != null) {
            browser.close();
        }
        if (jenkins != null) {
            jenkins.stop();
        }
    }

    /** A tab in which a user has logged in, as people do. */
    private static BrowserTab loggedIn(String user) {
        return TABS.computeIfAbsent(user, name -> {
            BrowserTab tab = browser.tab();
            tab.open(jenkins.url("login"));
            tab.follow("""
                    document.querySelector('[name=j_username]').value = '%s';
                    document.querySelector('[name=j_password]').value = '%s';
                    document.querySelector('form[name=login]').requestSubmit();
                    """.formatted(name, name));
            assertThat(tab.evaluate("location.pathname").asText())
                    .as(name + " is logged in")
                    .isEqualTo("/");
            return tab;
        });
    }

    /** A route of the dashboard as it stands in addresses that others link to. */
    private static String route(String route) {
        StringBuilder plain = new StringBuilder();
        route.chars()
                .forEach(one -> plain.append(
                        Character.isLetterOrDigit(one) || one == '-'
                                ? String.valueOf((char) one)
                                : "_%04x".formatted(one)));
        return plain.toString();
    }

    private static String address(String page) {
        List<String> releases = sample.releases();
        String named = page.replace("LINK", link)
                .replace("NEWEST", releases.get(releases.size() - 1))
                .replace("BEFORE", releases.get(releases.size() - 2))
                .replace("LAST", "canary%2Fmain%23" + releases.size() + "%20production");
        int hash = named.indexOf('#');
        return jenkins.url(hash < 0 ? named : named.substring(0, hash + 1) + route(named.substring(hash + 1)));
    }

    /** What the browser has against a page of Jenkins alone, for that user. */
    private static List<String> ofJenkinsAlone(String user, String page) {
        return TWINS.computeIfAbsent(user + " " + page, key -> {
            BrowserTab tab = loggedIn(user);
            tab.open(jenkins.url(page));
            tab.await("document.querySelector('#main-panel')");
            return tab.complaints();
        });
    }

    @ParameterizedTest(name = "{1} as {0}")
    @CsvSource(delimiter = '|', textBlock = """
        admin  | aviary/                                | manage/about/          | aviary-dashboard .aviary-tile      | harmonia
        admin  | aviary/#/releases                      | manage/about/          | aviary-dashboard .aviary-table     | First heard of
        admin  | aviary/#/releases/NEWEST               | manage/about/          | aviary-dashboard .aviary-facts     | What it went through
        admin  | aviary/#/rollouts                      | manage/about/          | aviary-dashboard .aviary-table     | canary/main#
        admin  | aviary/#/rollouts/LAST                 | manage/about/          | aviary-dashboard .aviary-line--experiment | Metrics of the stage
        admin  | aviary/#/approvals                     | manage/about/          | aviary-dashboard .aviary-gate      | still missing
        admin  | aviary/#/approvals?state=settled       | manage/about/          | aviary-dashboard .aviary-gate      | not on a Friday
        admin  | aviary/#/audit                         | manage/about/          | aviary-dashboard .aviary-table     | Verify the ledger
        admin  | aviary/#/audit/3                       | manage/about/          | aviary-dashboard .aviary-json      | Leaf hash
        admin  | aviary/#/trends                        | manage/about/          | aviary-dashboard .aviary-band      | Change fail rate
        admin  | aviary/#/compare?from=BEFORE&to=NEWEST | manage/about/          | aviary-dashboard .aviary-table     | data/migrations/
        viewer | aviary/                                | user/viewer/           | aviary-dashboard .aviary-tile      | harmonia
        reader | aviary/                                | user/reader/           | a[href='approvals/']               | What waits for my vote
        admin  | aviary/approvals/                      | manage/about/          | form[action=vote]                  | Break the glass
        ben    | aviary/approvals/                      | user/ben/              | [name=vote][value=approve]         | Approve
        ben    | LINK/                                  | user/ben/              | [name=vote][value=approve]         | Who must agree
        eve    | LINK/                                  | user/eve/              | .aviary-facts                      | This link is for somebody else
        ben    | aviary/approvals/link/forged/          | user/ben/              | #main-panel                        | This link leads to nothing
        reader | aviary/approvals/                      | user/reader/           | #main-panel                        | Nothing waits for a vote
        admin  | job/built/                             | job/plain/             | svg.aviary-job-trend rect          | Aviary
        admin  | job/built/aviary/                      | job/plain/             | svg.aviary-job-trend rect          | 1 build
        admin  | job/plain/aviary/                      | job/plain/             | #main-panel                        | None of the newest builds
        admin  | job/built/1/                           | job/plain/1/           | a[href='aviary/']                  | 1 build
        admin  | job/built/1/aviary/                    | job/plain/1/console    | #main-panel .jenkins-table         | build.finished
        admin  | job/undecided/1/                       | job/plain/1/           | [name=proceed]                     | A person must decide
        admin  | job/undecided/1/aviary/                | job/plain/1/console    | [data-decision] [name=proceed]     | A person must decide
        admin  | job/asking/1/aviary/                   | job/plain/1/console    | #main-panel a[href$='approvals/']  | Missing still
        eve    | job/built/                             | job/plain/             | svg.aviary-job-trend rect          | Aviary
        eve    | job/built/1/                           | job/plain/1/           | .jenkins-card__title-link[href='aviary'] | 1 build
        eve    | job/asking/1/                          | job/plain/1/           | .jenkins-card a[href$='approvals/'] | Missing still
        eve    | job/built/1/aviary/                    | job/plain/1/console    | .app-build-content .jenkins-table  | build.finished
        eve    | job/asking/1/aviary/                   | job/plain/1/console    | .app-build-content a[href$='approvals/'] | Missing still
        admin  | manage/configure                       | manage/configureSecurity/ | [name='_.environments']         | Shared environments
        """)
    void isDrawnWithoutAWordOnTheConsole(String user, String page, String twin, String element, String text)
            throws IOException {
        List<String> ofJenkins = ofJenkinsAlone(user, twin);
        BrowserTab tab = loggedIn(user);

        tab.open(address(page));

        tab.await("document.querySelector(\"" + element + "\")");
        tab.await("document.querySelector('#main-panel').textContent.includes('" + text + "')");
        picture(tab, user + "-" + page);
        assertThat(tab.complaints())
                .filteredOn(line -> !ofJenkins.contains(line))
                .isEmpty();
        assertThat(tab.evaluate("document.documentElement.outerHTML").asText())
                .doesNotContain("<img src=\"x\"")
                .doesNotContain("<script>alert");
    }

    /** Keeps the page as it is now in both schemes and widths, if somebody wants to look at it. */
    private static void picture(BrowserTab tab, String name) throws IOException {
        String wanted = System.getProperty("aviary.screenshots", "");
        if (wanted.isEmpty()) {
            return;
        }
        Path pictures = Files.createDirectories(Path.of(wanted));
        String file = name.replaceAll("[0-9a-f]{64}", "x").replaceAll("[^A-Za-z0-9]+", "-");
        for (boolean dark : List.of(false, true)) {
            for (int width : WIDTHS) {
                tab.dark(dark);
                tab.size(width, 900);
                tab.screenshot(pictures.resolve(file + "-" + width + (dark ? "-dark.png" : ".png")));
            }
        }
        tab.dark(false);
        tab.size(WIDTHS.get(0), 900);
    }

    static Stream<Arguments> steps() {
        return StepCatalogue.all().all().stream().map(type -> {
            List<ParameterSpec> parameters = new ArrayList<>(type.parameters());
            parameters.sort(Comparator.comparing(one -> !one.required()));
            return arguments(type.name(), parameters.get(0).name());
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("steps")
    void theSnippetGeneratorShowsTheFormOfAStepAndWritesIt(String step, String parameter) throws IOException {
        BrowserTab tab = loggedIn("admin");
        String page = "job/plain/pipeline-syntax/";
        List<String> ofJenkins = TWINS.computeIfAbsent(page, key -> {
            form(tab, page, "sleep", "time");
            return tab.complaints();
        });

        form(tab, page, step, parameter);

        tab.evaluate(
                "document.querySelectorAll('button.advanced-button, .advancedButton').forEach((one) => one.click())");
        picture(tab, "snippet-" + step);
        tab.evaluate("document.getElementById('generatePipelineScript').click()");
        tab.await("document.getElementById('prototypeText').value.startsWith('" + step + "')");
        assertThat(tab.complaints())
                .filteredOn(line -> !ofJenkins.contains(line))
                .isEmpty();
    }

    private static void form(BrowserTab tab, String page, String step, String parameter) {
        tab.open(jenkins.url(page));
        choose(tab, step);
        tab.await("""
                [...document.querySelectorAll('.jenkins-form-label')]
                    .some((one) => one.offsetParent && one.textContent.trim().startsWith('%1$s'))
                && document.querySelector("[name='_.%2$s'], [name='%2$s']")
                && !document.querySelector('.to-be-removed')
                """.formatted(step, parameter));
    }

    private static void choose(BrowserTab tab, String step) {
        tab.evaluate("""
                (() => {
                  const all = document.querySelector('select.dropdownList');
                  all.selectedIndex = [...all.options].findIndex((one) => one.text.startsWith('%s:'));
                  all.dispatchEvent(new Event('change', {bubbles: true}));
                })()
                """.formatted(step));
    }

    @Test
    void aVoterReachesTheButtonsByKeyboardAndSeesWhereTheyAre() {
        BrowserTab tab = loggedIn("ben");
        tab.open(jenkins.url("aviary/approvals/"));
        tab.evaluate("""
                look = (one) => ['', '::before', '::after'].map((part) => {
                  const style = getComputedStyle(one, part);
                  return style.outline + style.boxShadow + style.borderColor;
                }).join();
                unfocused = new Map([...document.querySelectorAll('form[action=vote] [name]')].map((one) => [one, look(one)]));
                """);
        List<String> reached = new ArrayList<>();
        for (int presses = 0; presses < MOST_PRESSES && !reached.contains("deny"); presses++) {
            tab.press("Tab", TAB);
            String name = tab.evaluate("unfocused.has(document.activeElement)"
                            + " ? document.activeElement.value || document.activeElement.name : ''")
                    .asText();
            if (!name.isEmpty()) {
                tab.await("look(document.activeElement) !== unfocused.get(document.activeElement)");
                reached.add(name);
            }
        }
        assertThat(reached).containsExactly("comment", "approve", "deny");
    }
}
