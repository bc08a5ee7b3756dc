package io.jenkins.plugins.aviary.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.approval.ApprovalPolicy;
import io.jenkins.plugins.aviary.approval.ApprovalRule;
import io.jenkins.plugins.aviary.approval.Delegation;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.jenkins.page.SampleSite.Denied;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatePagesTest {
    @TempDir
    Path home;

    private SampleSite site;
    private GatePages pages;
    private GateState gate;

    @BeforeEach
    void open() {
        site = new SampleSite(home);
        pages = new GatePages(site);
        gate = site.open("deliver#7/12", "deliver#7");
        site.addJob("deliver");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private Browser vote(String vote, String comment) throws Exception {
        return Browser.shows(pages.doVote("deliver#7/12", gate.subject().hex(), vote, comment, null));
    }

    private GateState now() {
        return site.gates.find("deliver#7/12").orElseThrow();
    }

    @Test
    void hidesGatesFromWhoeverMayNeitherVoteThereNorSeeAll() throws Exception {
        assertThat(pages.getWaiting()).isEmpty();
        Browser answer = vote("approve", "");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo("There is no such gate\n");
        assertThat(now().votes()).isEmpty();
    }

    @Test
    void showsVotersTheGatesOfTheirJobsAndViewersAll() {
        site.addJob("other").rights.add(Right.APPROVE);
        assertThat(pages.getWaiting()).isEmpty();
        site.jobs.get("deliver").rights.add(Right.APPROVE);
        assertThat(pages.getWaiting()).singleElement().satisfies(one -> {
            assertThat(one.isMine()).isTrue();
            assertThat(one.getRunUrl()).isEqualTo("job/deliver/7/");
        });
        site.jobs.get("deliver").rights.clear();
        site.all.rights.add(Right.VIEW);
        assertThat(pages.getWaiting())
                .singleElement()
                .satisfies(one -> assertThat(one.isMine()).isFalse());
    }

    @Test
    void putsFirstWhatWaitsForTheVisitor() {
        site.open("other#1/3", "other#1");
        site.addJob("other").rights.add(Right.APPROVE);
        site.all.rights.add(Right.VIEW);
        assertThat(pages.getWaiting()).extracting(WaitingGate::getId).containsExactly("other#1/3", "deliver#7/12");
    }

    @Test
    void takesTheVoteOfWhoeverMayVoteInTheJob() throws Exception {
        site.jobs.get("deliver").rights.add(Right.APPROVE);
        Browser answer = vote("approve", "  seen  ");
        assertThat(answer.redirect()).isEqualTo(".");
        assertThat(now().pending()).isFalse();
        assertThat(now().votes()).singleElement().satisfies(one -> {
            assertThat(one.voter()).isEqualTo("anna");
            assertThat(one.comment()).isEqualTo("seen");
        });
    }

    @Test
    void letsWhoeverVotedTakeThatBackWhileOthersAreWaitedFor() throws Exception {
        site.addJob("other").rights.add(Right.APPROVE);
        GateState two = site.open("other#1/3", "other#1", ApprovalPolicy.of(ApprovalRule.parse("2 of group:ops")));
        String subject = two.subject().hex();
        assertThat(Browser.shows(pages.doVote("other#1/3", subject, "approve", "", null))
                        .status())
                .isEqualTo(302);
        assertThat(pages.getWaiting()).singleElement().satisfies(one -> {
            assertThat(one.isVoted()).isTrue();
            assertThat(one.isMine()).isFalse();
        });
        site.visitor = "ben";
        assertThat(pages.getWaiting())
                .singleElement()
                .satisfies(one -> assertThat(one.isVoted()).isFalse());
        site.visitor = "anna";
        assertThat(Browser.shows(pages.doVote("other#1/3", subject, "withdraw", "", null))
                        .status())
                .isEqualTo(302);
        assertThat(pages.getWaiting())
                .singleElement()
                .satisfies(one -> assertThat(one.isVoted()).isFalse());
    }

    @Test
    void letsNobodyVoteWhoMayOnlyLook() {
        site.all.rights.add(Right.VIEW);
        assertThatThrownBy(() -> vote("approve", "")).isInstanceOf(Denied.class).hasMessage("APPROVE");
        assertThat(now().votes()).isEmpty();
    }

    @Test
    void asksForARightOfItsOwnBeforeTheGlassIsBroken() throws Exception {
        site.jobs.get("deliver").rights.add(Right.APPROVE);
        assertThatThrownBy(() -> vote("breakGlass", "fire")).hasMessage("BREAK_GLASS");
        assertThat(now().pending()).isTrue();
        site.jobs.get("deliver").rights.add(Right.BREAK_GLASS);
        assertThat(vote("breakGlass", "fire").status()).isEqualTo(302);
        assertThat(now().pending()).isFalse();
    }

    @Test
    void saysWhatIsWrongWithAVote() throws Exception {
        site.jobs.get("deliver").rights.add(Right.APPROVE);
        assertThat(vote("maybe", "").text()).contains("approve, deny, withdraw or breakGlass");
        assertThat(vote(null, "").status()).isEqualTo(400);
        assertThat(vote("approve", "x".repeat(2001)).text()).contains("at most 2000");
        for (String subject : Arrays.asList("f".repeat(64), "<script>", null)) {
            Browser answer = Browser.shows(pages.doVote("deliver#7/12", subject, "approve", "", ""));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.type()).startsWith("text/plain");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
        assertThat(Browser.shows(pages.doVote(null, null, null, null, null)).status())
                .isEqualTo(404);
        assertThat(now().votes()).isEmpty();
    }

    @Test
    void asksForTheRightInAllOfJenkinsWhereTheJobIsGone() {
        site.jobs.clear();
        site.all.rights.add(Right.APPROVE);
        assertThat(pages.getWaiting())
                .singleElement()
                .satisfies(one -> assertThat(one.getRunUrl()).isEmpty());
    }

    @Test
    void showsNothingAndTakesNothingWhileTheLedgerCannotBeUsed() throws Exception {
        site.jobs.get("deliver").rights.add(Right.APPROVE);
        site.trouble = "the key is gone";
        assertThat(pages.getWaiting()).isEqualTo(List.of());
        assertThat(pages.getTrouble()).isEqualTo("administrators see why");
        assertThat(pages.getGiven()).isEmpty();
        assertThat(pages.getTaken()).isEmpty();
        assertThat(pages.isVoter()).as("nobody knows where a gate waits").isFalse();
        Browser answer = vote("approve", "");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).isEqualTo("administrators see why\n");
        site.all.rights.addAll(List.of(Right.APPROVE, Right.VIEW));
        assertThat(pages.getTrouble()).isEqualTo("the key is gone");
        assertThat(delegate("ben", "2026-03-02T12:00:00Z").status()).isEqualTo(500);
        assertThat(Browser.shows(pages.doUndelegate("ben")).status()).isEqualTo(500);
        site.trouble = "";
        assertThat(site.gates.delegations()).isEmpty();
        assertThat(now().votes()).isEmpty();
    }

    @Test
    void showsWhatAVoterMustKnow() {
        site.jobs.get("deliver").rights.addAll(List.of(Right.APPROVE, Right.BREAK_GLASS));
        WaitingGate shown = pages.getWaiting().get(0);
        assertThat(shown.getVersion()).isEqualTo("2.0");
        assertThat(shown.getRuns()).isEqualTo("1.9");
        assertThat(shown.getEnvironment()).isEqualTo("production");
        assertThat(shown.getRequester()).isEqualTo("dora");
        assertThat(shown.getMessage()).as("the page escapes it").isEqualTo("<b>the weekly release</b>");
        assertThat(shown.getRule()).isEqualTo("1 of group:ops");
        assertThat(shown.getMissing()).isEqualTo("1 of group:ops");
        assertThat(shown.getMigrations()).containsExactly("59.lua: low");
        assertThat(shown.getEvidence()).containsExactly("tests: 1200 passed");
        assertThat(shown.getExpires()).isEqualTo("2026-03-01 22:00 UTC");
        assertThat(shown.isBreakable()).isTrue();
        site.jobs.get("deliver").rights.remove(Right.BREAK_GLASS);
        assertThat(shown.isBreakable()).isFalse();
        assertThat(shown.isVoted()).isFalse();
    }

    private Browser delegate(String to, String end) throws Exception {
        return Browser.shows(pages.doDelegate(to, "", end, "production"));
    }

    @Test
    void letsSomebodyElseVoteForTheVisitorUntilTheyEndThat() throws Exception {
        site.jobs.get("deliver").rights.add(Right.APPROVE);
        assertThat(delegate(" ben ", "2026-03-02T12:00:00Z").redirect()).isEqualTo(".");
        assertThat(pages.getGiven()).singleElement().satisfies(one -> {
            assertThat(one.to()).isEqualTo("ben");
            assertThat(one.start()).as("from now on").isEqualTo(SampleSite.START);
            assertThat(pages.text(one)).isEqualTo("in production, 2026-03-01T12:00:00Z – 2026-03-02T12:00:00Z");
        });
        assertThat(pages.getTaken()).isEmpty();
        site.visitor = "ben";
        assertThat(pages.getGiven()).isEmpty();
        assertThat(pages.getTaken()).extracting(Delegation::from).containsExactly("anna");
        Browser missing = Browser.shows(pages.doUndelegate("ben"));
        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.text()).isEqualTo("You have not let them vote for you\n");
        site.visitor = "anna";
        assertThat(Browser.shows(pages.doUndelegate(null)).status()).isEqualTo(404);
        assertThat(Browser.shows(pages.doUndelegate("Ben")).redirect()).isEqualTo(".");
        assertThat(site.gates.delegations()).isEmpty();
    }

    @Test
    void takesAVoteForSomebodyWhoLetTheVisitor() throws Exception {
        site.jobs.get("deliver").rights.add(Right.APPROVE);
        site.people.put("ben", new Person("ben", "jenkins", Set.of(), Set.of("dev"), Set.of()));
        assertThat(delegate("ben", "2026-03-02T12:00:00Z").status()).isEqualTo(302);
        site.visitor = "ben";
        assertThat(pages.getWaiting()).singleElement().satisfies(one -> {
            assertThat(one.isMine()).isFalse();
            assertThat(one.getAbsent()).containsExactly("anna");
        });
        String subject = gate.subject().hex();
        Browser unknown = Browser.shows(pages.doVote("deliver#7/12", subject, "approve", "", "nobody"));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.text()).isEqualTo("Jenkins knows no user of that name\n");
        assertThat(Browser.shows(pages.doVote("deliver#7/12", subject, "approve", "", " anna "))
                        .redirect())
                .isEqualTo(".");
        assertThat(now().pending()).isFalse();
    }

    @Test
    void letsOnlyVotersDelegate() {
        site.all.rights.add(Right.VIEW);
        assertThat(pages.isVoter()).isFalse();
        assertThatThrownBy(() -> delegate("ben", "tomorrow"))
                .isInstanceOf(Denied.class)
                .hasMessage("APPROVE");
        assertThatThrownBy(() -> pages.doUndelegate("ben")).hasMessage("APPROVE");
        site.addJob("other").rights.add(Right.APPROVE);
        assertThat(pages.isVoter()).as("no gate waits there").isFalse();
        site.jobs.get("deliver").rights.add(Right.APPROVE);
        assertThat(pages.isVoter()).isTrue();
        site.jobs.get("deliver").rights.clear();
        site.all.rights.add(Right.APPROVE);
        assertThat(pages.isVoter()).isTrue();
    }

    @Test
    void saysWhatIsWrongWithADelegation() throws Exception {
        site.all.rights.add(Right.APPROVE);
        for (String nobody : Arrays.asList("carl", " ", null)) {
            Browser answer = delegate(nobody, "2026-03-02T12:00:00Z");
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).isEqualTo("Jenkins knows no user of that name; write their user id\n");
        }
        assertThat(delegate("ben", "tomorrow").text()).startsWith("'tomorrow' is no time");
        assertThat(delegate("ben", null).text()).contains("ends after it starts");
        assertThat(delegate("anna", "2026-03-02T12:00:00Z").text()).contains("from one person to another");
        assertThat(delegate("ben", "2029-03-02T12:00:00Z").text()).contains("at most 366 days");
        assertThat(site.gates.delegations()).isEmpty();
    }

    @Test
    void showsFreezesToThoseWhoMaySeeAllOrVoteEverywhere() {
        site.shared = Optional.of(AviaryConfig.parse("environments", """
                version: 1
                hosts: {here: {local: true}}
                environments:
                  production:
                    policy:
                      freeze:
                        raid: {when: 'mon 10:00 to mon 18:00', zone: UTC}
                    worlds: {two: {host: here, path: /srv/two}}
                """, Map.of()));
        site.jobs.get("deliver").rights.add(Right.APPROVE);
        assertThat(pages.getFreezes()).isEmpty();
        for (Right right : List.of(Right.VIEW, Right.APPROVE)) {
            site.all.rights.add(right);
            assertThat(pages.getFreezes())
                    .extracting(FreezePreview::environment)
                    .containsExactly("production");
            site.all.rights.clear();
        }
        site.all.rights.add(Right.VIEW);
        site.shared = Optional.empty();
        assertThat(pages.getFreezes()).isEmpty();
    }
}
