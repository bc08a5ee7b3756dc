package io.jenkins.plugins.aviary.scan.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.model.Severity;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import io.jenkins.plugins.aviary.scan.finding.Fingerprints;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SarifFileTest {
    private static final String RESULT = "{\"ruleId\": \"R1\", \"message\": {\"text\": \"bad\"}}";

    @TempDir
    Path workspace;

    @Test
    void readsResultsWhereverTheToolComes() throws IOException {
        ToolFindings said = one("""
                {"results": [{"ruleId": "R1", "message": {"text": "bad\\nthing"}, "partialFingerprints": {"h": "abc"},
                  "locations": [{"physicalLocation": {"artifactLocation": {"uri": "src/a%20b.cpp"},
                    "region": {"startLine": 7, "startColumn": 3, "snippet": {"text": "x"}}}}, {"ignored": [1, {"a": 2}]}]}],
                 "artifacts": [{"contents": {"text": "large"}}],
                 "tool": {"driver": {"name": "CodeQL", "semanticVersion": "2.1", "version": "x",
                   "rules": [{"id": "R1", "defaultConfiguration": {"level": "error"}}]}}}""");

        assertThat(said.tool()).isEqualTo("CodeQL");
        assertThat(said.version()).isEqualTo("2.1");
        assertThat(said.findings())
                .containsExactly(Finding.at("CodeQL", "R1", Severity.HIGH, "src/a b.cpp", 7, 3, "bad thing")
                        .hinted("h=abc"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        "ruleId": "R1"                                    | HIGH
        "ruleId": "R1", "level": "note"                   | LOW
        "ruleId": "R1/sub"                                | HIGH
        "ruleIndex": 0                                    | HIGH
        "ruleId": "R2"                                    | CRITICAL
        "ruleId": "R2", "level": "note"                   | CRITICAL
        "rule": {"id": "R3", "index": 2}                  | INFO
        "ruleId": "unknown"                               | MEDIUM
        """)
    void takesTheSeverityFromWhereTheToolGivesIt(String fields, Severity expected) throws IOException {
        ToolFindings said =
                one("{\"results\": [{" + fields + ", \"message\": {\"text\": \"m\"}}], \"tool\": {\"driver\": {"
                        + "\"name\": \"t\", \"rules\": [{\"id\": \"R1\", \"defaultConfiguration\": {\"level\": \"error\"}},"
                        + "{\"id\": \"R2\", \"properties\": {\"security-severity\": \"9.8\"}},"
                        + "{\"id\": \"R3\", \"defaultConfiguration\": {\"level\": \"none\"}}]}}}");

        assertThat(said.findings())
                .singleElement()
                .extracting(Finding::severity)
                .isEqualTo(expected);
    }

    @Test
    void leavesOutWhatIsNoFinding() throws IOException {
        ToolFindings said = one("{\"tool\": {\"driver\": {\"name\": \"t\"}}, \"results\": ["
                + RESULT.replaceFirst("\\{", "{\"kind\": \"pass\",") + ","
                + RESULT.replaceFirst("\\{", "{\"baselineState\": \"absent\",") + ","
                + RESULT.replaceFirst("\\{", "{\"suppressions\": [{\"kind\": \"inSource\"}],") + ","
                + RESULT.replaceFirst("\\{", "{\"suppressions\": [{\"kind\": \"external\", \"status\": \"rejected\"}],")
                + "]}");

        assertThat(said.findings()).hasSize(1);
        assertThat(said.accepted()).isEqualTo(1);
    }

    @Test
    void namesFilesRelativeToTheWorkspace() throws IOException {
        ToolFindings said = one("{\"originalUriBaseIds\": {\"ROOT\": {\"uri\": \"" + workspace.toUri() + "\"}},"
                + "\"tool\": {\"driver\": {\"name\": \"t\"}}, \"results\": ["
                + at("\"uri\": \"a.c\", \"uriBaseId\": \"ROOT\"")
                + "," + at("\"uri\": \"" + workspace.resolve("b.c").toUri() + "\"") + ","
                + at("\"uri\": \"./src/../c.c\"")
                + "," + at("\"uri\": \"/usr/include/d.h\"") + "]}");

        assertThat(said.findings()).extracting(Finding::path).containsExactly("a.c", "b.c", "c.c", "/usr/include/d.h");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"version": "2.1.0", "runs": []}                                                             | no run in it
        {"version": "2.1.0"}                                                                         | no run in it
        {"version": "1.0.0", "runs": [{"results": []}]}                                              | version '1.0.0'
        {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}}]}                          | x gives no list
        {"version": "2.1.0", "runs": [{"results": null}]}                                            | gives no list
        {"version": "2.1.0", "runs": [{"results": [], "invocations": [{"executionSuccessful": false}]}]} | did not finish
        {"version": "2.1.0", "runs": [{"results": [{"ruleId": "a"                                    | is no SARIF
        []                                                                                           | is no SARIF
        ''                                                                                           | is no SARIF
        """)
    void neverTakesAScannerThatFailedForOneThatFoundNothing(String content, String reason) {
        assertThatThrownBy(() -> read(content))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining(reason);
    }

    @Test
    void takesAnEmptyListForNoFindings() throws IOException {
        assertThat(one("{\"results\": [], \"tool\": {\"driver\": {\"name\": \"t\"}}}")
                        .findings())
                .isEmpty();
    }

    @Test
    void writesWhatItCanReadAgain() throws IOException {
        Finding finding = new Fingerprints(workspace)
                .mark(List.of(Finding.at("t", "R1", Severity.HIGH, "src/a b:c.cpp", 3, 4, "it <is> bad")))
                .get(0);
        Path file = workspace.resolve("out/merged.sarif");
        SarifReport.write(
                file,
                List.of(new ToolFindings("t", "1", List.of(), 0), new ToolFindings("t", "1", List.of(), 0)),
                List.of(new SarifReport.Line(finding, true, ""), new SarifReport.Line(finding, false, "anna: known")));

        List<ToolFindings> again = new SarifFile(file, workspace).read(new RecordedRun());
        assertThat(again).hasSize(1);
        assertThat(again.get(0).accepted()).isEqualTo(1);
        assertThat(again.get(0).findings())
                .containsExactly(Finding.at("t", "R1", Severity.HIGH, "src/a b:c.cpp", 3, 4, "it <is> bad")
                        .hinted("aviary/v1=" + finding.marks().fingerprint()));
    }

    private static String at(String location) {
        return RESULT.replaceFirst(
                "\\{", "{\"locations\": [{\"physicalLocation\": {\"artifactLocation\": {" + location + "}}}],");
    }

    private ToolFindings one(String run) throws IOException {
        return read("{\"version\": \"2.1.0\", \"runs\": [" + run + "]}").get(0);
    }

    private List<ToolFindings> read(String content) throws IOException {
        return new SarifFile(Files.writeString(workspace.resolve("x.sarif"), content), workspace)
                .read(new RecordedRun());
    }
}
