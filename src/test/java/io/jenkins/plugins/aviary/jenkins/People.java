package io.jenkins.plugins.aviary.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What people do on the pages of a {@link RealController}: vote and decide. */
final class People {
    private static final Pattern GATE = Pattern.compile("name=\"gate\" type=\"hidden\" value=\"([^\"]+)\"");
    private static final Pattern SUBJECT = Pattern.compile("name=\"subject\" type=\"hidden\" value=\"([^\"]+)\"");
    private static final Pattern DECISION = Pattern.compile("data-decision=\"([^\"]+)\"");

    private final RealController jenkins;

    People(RealController jenkins) {
        this.jenkins = jenkins;
    }

    /** Votes at the first gate that somebody sees. */
    HttpResponse<String> vote(String user, String vote, String comment) {
        String page = jenkins.get(user, "aviary/approvals/").body();
        Matcher gate = GATE.matcher(page);
        Matcher subject = SUBJECT.matcher(page);
        assertThat(gate.find() && subject.find()).as(user + " can vote").isTrue();
        return jenkins.post(
                user,
                "aviary/approvals/vote",
                Map.of("gate", gate.group(1), "subject", subject.group(1), "vote", vote, "comment", comment));
    }

    /** The id of what is to be decided on a page. */
    String decision(String page) {
        Matcher decision = DECISION.matcher(jenkins.get("admin", page).body());
        assertThat(decision.find()).as("something is to be decided on " + page).isTrue();
        return decision.group(1);
    }

    /** Says yes to whatever a build asks: on a machine that does much else, any canary's numbers may not settle. */
    void decideUntilItEnds(String job, int number, Duration patience) throws InterruptedException {
        String build = "job/" + job + "/" + number + "/";
        RealController.until(patience, job + " has ended", () -> {
            Matcher asked =
                    DECISION.matcher(jenkins.get("admin", build + "aviary/").body());
            if (asked.find()) {
                jenkins.post("admin", build + "aviary/decide", Map.of("id", asked.group(1), "proceed", "true"));
            }
            return !jenkins.json("admin", build + "api/json").path("building").asBoolean(true);
        });
    }
}
