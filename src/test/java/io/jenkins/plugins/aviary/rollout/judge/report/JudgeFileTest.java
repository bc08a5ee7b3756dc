package io.jenkins.plugins.aviary.rollout.judge.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.rollout.judge.Verdict;
import org.junit.jupiter.api.Test;

class JudgeFileTest {
    private static final String WORSE = """
            {"metrics": [{"name": "tick|<b>", "direction": "increase", "critical": true,
              "control": [100, 101, 99, null, 102, 100, "NaN", 98], "experiment": [200, 201, 199, 203, 200, 199, 201, 202]}]}
            """;

    @Test
    void judgesAFileAndTellsItInEveryForm() {
        JudgeReport report = JudgeFile.parse("a.json", WORSE).judge();
        assertThat(report.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(report.json().path("file").asText()).isEqualTo("a.json");
        assertThat(report.json().path("metrics").path(0).path("missing").asInt())
                .isEqualTo(2);
        assertThat(report.json().path("metrics").path(0).path("verdict").asText())
                .isEqualTo("FAIL");
        assertThat(report.lines().get(0)).startsWith("a.json: FAIL. Worse: tick|<b> (critical).");
        assertThat(report.markdown()).contains("tick\\|\\<b\\>").doesNotContain("<b>");
    }

    @Test
    void theSameFileGivesTheSameBytes() {
        assertThat(JudgeFile.parse("a.json", WORSE).judge().json().toString())
                .isEqualTo(JudgeFile.parse("a.json", WORSE).judge().json().toString());
    }

    @Test
    void anEarlyLookDoesNotPass() {
        String same = "{\"fraction\": %s, \"metrics\": [{\"control\": [5,5,5,5,5,5], \"experiment\": [5,5,5,5,5,5]}]}";
        assertThat(JudgeFile.parse("a", same.formatted("0.5")).judge().verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(JudgeFile.parse("a", same.formatted("1")).judge().verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void kayentasModeTakesItsConfiguration() {
        String file = """
                {"mode": "kayenta", "tolerance": 0.1, "confLevel": 0.95, "metrics": [{"name": "a", "direction": "either",
                  "effectSize": {"allowedIncrease": %s}, "control": [1, 2.2, 1.1, 2.5, 3], "experiment": [20, 22, 21, 25, 30]}]}
                """;
        assertThat(JudgeFile.parse("a", file.formatted("1.2")).judge().verdict())
                .isEqualTo(Verdict.FAIL);
        assertThat(JudgeFile.parse("a", file.formatted("13")).judge().verdict()).isEqualTo(Verdict.PASS);
        String empty =
                "{\"mode\": \"kayenta\", \"metrics\": [{\"name\": \"a\", \"control\": [], \"experiment\": [1]}]}";
        JudgeReport without = JudgeFile.parse("a", empty).judge();
        assertThat(without.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(without.json().path("score").asDouble()).isZero();
    }

    @Test
    void saysWhatIsWrongWithAFile() {
        refused("[]", "object");
        refused("{", "not JSON");
        refused("{\"metrics\": []}", "at least one");
        refused(
                "{\"mode\": \"keyenta\", \"metrics\": [{\"control\": [], \"experiment\": []}]}",
                "did you mean 'kayenta'");
        refused("{\"metrics\": [{\"control\": [1, \"x\"], \"experiment\": []}]}", "\"x\"");
        refused("{\"metrics\": [{\"control\": [1e999], \"experiment\": []}]}", "neither a number nor null");
        refused("{\"metrics\": [{\"control\": [1]}]}", "'experiment'");
        refused(
                "{\"policy\": {\"falseAlarm\": 1}, \"metrics\": [{\"control\": [], \"experiment\": []}]}",
                "falseAlarms");
        refused(
                "{\"policy\": {\"falseAlarms\": 1}, \"metrics\": [{\"control\": [], \"experiment\": []}]}",
                "below 0.5");
    }

    @Test
    void takesNothingForWhatItIsNot() {
        String series = "\"control\": [1], \"experiment\": [1]";
        refused("{\"metrics\": [{\"direcion\": \"increase\", " + series + "}]}", "did you mean 'direction'");
        refused("{\"metrics\": [{\"direction\": 1, " + series + "}]}", "'direction'");
        refused("{\"metrics\": [{\"critical\": \"yes\", " + series + "}]}", "it is true or false");
        refused("{\"metrics\": [{\"critical\": true, \"critical\": false, " + series + "}]}", "not JSON");
        refused("{\"metrics\": [{" + series + "}]} and more", "not JSON");
        refused("{\"policy\": \"strict\", \"metrics\": [{" + series + "}]}", "it is an object");
        refused("{\"policy\": {\"fewestSamples\": 5.5}, \"metrics\": [{" + series + "}]}", "a whole number");
        refused("{\"policy\": {\"relevantShift\": \"0.2\"}, \"metrics\": [{" + series + "}]}", "a number");
        refused("{\"fraction\": \"half\", \"metrics\": [{" + series + "}]}", "above 0 to 1");
    }

    @Test
    void letsKeysOfOnesOwnBe() {
        assertThat(JudgeFile.parse(
                                "a.json",
                                "{\"seed\": 7, \"metrics\": [{\"direction\": null, \"unit\": \"ms\", \"control\": [1], \"experiment\": [1]}]}")
                        .judge()
                        .verdict())
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    private static void refused(String json, String why) {
        assertThatThrownBy(() -> JudgeFile.parse("a.json", json).judge())
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("a.json")
                .hasMessageContaining(why);
    }
}
