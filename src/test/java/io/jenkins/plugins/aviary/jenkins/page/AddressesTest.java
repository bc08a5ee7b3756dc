package io.jenkins.plugins.aviary.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.aviary.jenkins.page.SampleSite.Denied;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kohsuke.stapler.StaplerRequest2;

/** What is found below {@code /aviary/}, and by whom. */
class AddressesTest {
    @TempDir
    Path home;

    private SampleSite site;
    private AviaryPage page;

    @BeforeEach
    void open() {
        site = new SampleSite(home);
        page = new AviaryPage(site);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private Browser api(StaplerRequest2 question) throws Exception {
        return Browser.shows(page.getApi().doDynamic(question), question);
    }

    private static JsonNode json(Browser answer) throws Exception {
        assertThat(answer.type()).isEqualTo("application/json; charset=utf-8");
        return new ObjectMapper().readTree(answer.bytes());
    }

    @Test
    void letsInOnlyWhoeverMayReadJenkins() {
        assertThatThrownBy(page::getTarget).isInstanceOf(Denied.class).hasMessage("READ");
        site.all.rights.add(Right.READ);
        assertThat(page.getTarget()).isSameAs(page);
        assertThat(page.getUrlName()).isEqualTo("aviary");
    }

    @Test
    void isInTheMenuOfViewersOnly() {
        site.all.rights.add(Right.READ);
        assertThat(page.getIconFileName()).isNull();
        assertThat(page.isViewer()).isFalse();
        site.all.rights.add(Right.VIEW);
        assertThat(page.getIconFileName()).isNotNull();
        assertThat(page.isViewer()).isTrue();
    }

    @Test
    void asksForViewAtTheDoorOfTheReadModelAndAgainWithin() {
        assertThatThrownBy(page::getApi).hasMessage("VIEW");
        DashboardAddress kept = new DashboardAddress(site);
        site.trouble = "the key is gone";
        assertThatThrownBy(() -> kept.doDynamic(Browser.question("/board"))).hasMessage("VIEW");
    }

    @Test
    void answersFromTheReadModel() throws Exception {
        site.all.rights.add(Right.VIEW);
        site.open("deliver#7/12", "deliver#7");
        Browser answer = api(Browser.question("/events", Map.of("type", new String[] {"approval"}), Map.of()));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer).path("events").findValuesAsText("run")).containsExactly("deliver#7");
        assertThat(answer.header("Cache-Control")).contains("private");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        String known = answer.header("ETag");
        Browser again = api(
                Browser.question("/events", Map.of("type", new String[] {"approval"}), Map.of("If-None-Match", known)));
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.bytes()).isEmpty();
    }

    @Test
    void tellsOfAddressesThatAreNotThere() throws Exception {
        site.all.rights.add(Right.VIEW);
        for (String path : new String[] {"", "/", "/nowhere", "/../../secrets", "/" + "board/".repeat(100)}) {
            Browser answer = api(Browser.question(path));
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(json(answer).path("error").asText()).isNotEmpty();
        }
        assertThat(api(Browser.question("/events", Map.of("nonsense", new String[] {"1"}), Map.of()))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void exportsTheLedgerToViewersAsAFileThatIsKeptNowhere() throws Exception {
        site.all.rights.add(Right.VIEW);
        site.open("deliver#7/12", "deliver#7");
        Browser answer = api(Browser.question("/export"));
        assertThat(answer.type()).isEqualTo("application/zip");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Content-Disposition")).contains("aviary-ledger.zip");
        assertThat(answer.bytes()).startsWith('P', 'K');
    }

    @Test
    void saysWhyTheLedgerCannotBeUsedInJsonWhateverIsInTheReason() throws Exception {
        site.all.rights.add(Right.VIEW);
        site.trouble = "the credential '\"}<script>\\' is missing";
        Browser answer = api(Browser.question("/board"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(json(answer).path("error").asText()).isEqualTo("the credential ' }<script> ' is missing");
    }

    @Test
    void givesModulesAndStylesOfItsListAndNothingElse() throws Exception {
        StaticAddress assets = page.getAssets();
        StaplerRequest2 module = Browser.question("/aviary.js");
        Browser found = Browser.shows(assets.doDynamic(module), module);
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.type()).contains("javascript");
        assertThat(found.bytes()).isNotEmpty();
        for (String path : new String[] {"/", "/nothing.js", "/../Messages.properties", "/%2e%2e/x", "//aviary.js"}) {
            StaplerRequest2 question = Browser.question(path);
            assertThat(Browser.shows(assets.doDynamic(question), question).status())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void leavesRightsOfGatesAndTurnsToTheirOwnPages() throws Exception {
        assertThat(page.getApprovals().getWaiting()).isEmpty();
        assertThatThrownBy(() -> page.getTurns().doFree("x", "y")).hasMessage("BREAK_GLASS");
    }
}
