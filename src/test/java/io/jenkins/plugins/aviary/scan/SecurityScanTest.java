package io.jenkins.plugins.aviary.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityScanTest {
    private static final Instant NOW = Instant.parse("2026-06-08T12:00:00Z");
    private static final String RELEASE = "0123456789abcdef".repeat(4);
    private static final String BACK_DOOR =
            "local t = TalkAction('!x')\nfunction t.onSay(p) p:setGroup(Group(6)) end\n";

    @TempDir
    Path workspace;

    @TempDir
    Path home;

    private RecordedRun run = new RecordedRun();
    private Instant now = NOW;

    @BeforeEach
    void writeAGoodServer() throws IOException {
        write("data/scripts/welcome.lua", "return { message = 'Welcome' }\n");
        write("config.lua", "mysqlPass = os.getenv('P')\nallowReload = false\n");
    }

    @Test
    void passesWhatIsGoodAndRemembersItForTheRelease() throws InterruptedException {
        Outcome<SecurityScan.Result> outcome = scan("release", RELEASE);

        assertThat(outcome.code()).isEqualTo(ExitCode.DONE);
        assertThat(outcome.result().result()).isEqualTo("passed");
        assertThat(outcome.result().tools()).containsOnlyKeys("aviary");
        assertThat(run.events()).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("scan.finished");
            assertThat(event.release()).isEqualTo(RELEASE);
            assertThat(event.payload().path("result").asText()).isEqualTo("passed");
            assertThat(event.payload().path("bySeverity").path("high").asInt(-1))
                    .isZero();
        });
    }

    @Test
    void failsOnABackDoorAndSaysWhere() throws IOException, InterruptedException {
        write("data/scripts/talkactions/free.lua", BACK_DOOR);

        Outcome<SecurityScan.Result> outcome = scan();

        assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.summary()).contains("1 finding of HIGH or worse", "AVY-408", "talkactions/free.lua:2");
        assertThat(run.events().get(0).payload().path("result").asText()).isEqualTo("failed");
        assertThat(run.events().get(0).payload().at("/findings/0/rule").asText())
                .isEqualTo("AVY-408");
    }

    @Test
    void isUnstableOnWhatIsLessBad() throws IOException, InterruptedException {
        write("config.lua", "allowReload = true\n");

        assertThat(scan().code()).isEqualTo(ExitCode.UNSTABLE);
        assertThat(scan("unstableOn", "high").code()).isEqualTo(ExitCode.DONE);
        assertThat(scan("failOn", "medium").code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void letsAPipelineAskForMoreThanTheEnvironmentButNotForLess() throws IOException, InterruptedException {
        write("config.lua", "allowReload = true\n");
        write("aviary.yml", """
                version: 1
                server: {dialect: canary, binary: canary}
                build: {preset: release}
                package: {name: canary, files: {canary: "${build}/canary"}}
                hosts: {here: {local: true}}
                environments:
                  production:
                    policy: {scan: {failOn: medium}}
                    worlds: {a: {host: here, path: /srv/a}}
                """);

        assertThat(scan("environment", "production").code()).isEqualTo(ExitCode.FAILED);
        assertThat(scan("environment", "production", "failOn", "critical", "unstableOn", "critical")
                        .code())
                .isEqualTo(ExitCode.FAILED);
        scan("accept", true);
        assertThat(scan("environment", "production", "newOnly", true).code()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void acceptsAFindingUntilTheLastSecondThatSomebodyAnswersForIt() throws IOException, InterruptedException {
        write("data/scripts/talkactions/free.lua", BACK_DOOR);
        suppress("AVY-408", "data/scripts/talkactions/free.lua", "2026-06-08");

        now = Instant.parse("2026-06-08T23:59:59Z");
        Outcome<SecurityScan.Result> before = scan();
        assertThat(before.code()).isEqualTo(ExitCode.DONE);
        assertThat(before.result().suppressed()).isEqualTo(1);
        assertThat(Files.readString(workspace.resolve("scan-results/findings.md")))
                .contains("accepted by anna: known");

        now = Instant.parse("2026-06-09T00:00:00Z");
        Outcome<SecurityScan.Result> after = scan();
        assertThat(after.code()).isEqualTo(ExitCode.FAILED);
        assertThat(after.summary())
                .startsWith("1 suppressions have expired: AVY-408 in data/scripts/talkactions/free.lua, owned by anna");
        assertThat(after.result().expired()).isEqualTo(1);
    }

    @Test
    void refusesASuppressionThatEndsTooLate() throws IOException {
        suppress("AVY-408", "x.lua", "2027-06-08");

        assertThatThrownBy(() -> scan("longestSuppression", "90d"))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("ends later than in 90d");
    }

    @Test
    void tellsSuppressionsThatCoverNothingAndThoseThatTheBaselineDoesNotKnow()
            throws IOException, InterruptedException {
        scan();
        suppress("AVY-408", "gone.lua", "2026-07-01");
        run = new RecordedRun();
        scan("branch", "feature", "against", "main");

        assertThat(run.lines()).anyMatch(line -> line.contains("A suppression covers nothing: AVY-408 in gone.lua"));
        assertThat(run.events().get(0).payload().at("/newSuppressions/0").asText())
                .contains("gone.lua");
    }

    @Test
    void countsOnlyNewFindingsIfAskedTo() throws IOException, InterruptedException {
        write("data/scripts/old.lua", "os.execute('id')\n");
        assertThat(scan("newOnly", true).code()).isEqualTo(ExitCode.FAILED);
        Outcome<SecurityScan.Result> accepted = scan("accept", true);
        assertThat(accepted.code()).isEqualTo(ExitCode.DONE);
        assertThat(accepted.result().result()).isEqualTo("accepted");

        write("data/scripts/old.lua", "-- a comment\n".repeat(50) + "os.execute('id')\n");
        Files.move(workspace.resolve("data/scripts/old.lua"), workspace.resolve("data/scripts/renamed.lua"));
        Outcome<SecurityScan.Result> same = scan("newOnly", true);
        assertThat(same.code()).isEqualTo(ExitCode.DONE);
        assertThat(same.result().fresh()).isZero();
        assertThat(scan().code()).isEqualTo(ExitCode.FAILED);

        write("data/scripts/new.lua", "io.popen('id')\n");
        Outcome<SecurityScan.Result> more = scan("newOnly", true);
        assertThat(more.code()).isEqualTo(ExitCode.FAILED);
        assertThat(more.result().fresh()).isEqualTo(1);
    }

    @Test
    void keepsWhatIsUnstableNewUntilItIsMended() throws IOException, InterruptedException {
        scan();
        write("config.lua", "allowReload = true\n");

        assertThat(scan("newOnly", true).code()).isEqualTo(ExitCode.UNSTABLE);
        assertThat(scan("newOnly", true).code()).isEqualTo(ExitCode.UNSTABLE);
    }

    @Test
    void comparesABranchWithItsTargetAndLeavesTheTargetsBaselineAlone() throws IOException, InterruptedException {
        scan("accept", true);
        write("data/scripts/new.lua", "io.popen('id')\n");

        scan("branch", "feature", "against", "main", "accept", true);
        assertThat(scan("branch", "feature", "against", "main", "newOnly", true).code())
                .isEqualTo(ExitCode.FAILED);
    }

    @Test
    void takesFindingsOfAnyToolFromItsSarif() throws IOException, InterruptedException {
        write(
                "reports/codeql.sarif",
                sarif("[{\"ruleId\": \"cpp/x\", \"level\": \"error\", \"message\": {\"text\": \"m\"}}]"));

        Outcome<SecurityScan.Result> outcome = scan("sarif", List.of("reports/*.sarif"));

        assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.result().tools()).containsEntry("codeql", "2.0");
        JsonNode merged = new ObjectMapper()
                .readTree(workspace.resolve("scan-results/findings.sarif").toFile());
        assertThat(merged.path("runs").findValuesAsText("ruleId")).contains("cpp/x");
    }

    @Test
    void remembersAScannerThatFailedAsAnErrorOfTheRelease() throws IOException {
        write("x.sarif", sarif("[], \"invocations\": [{\"executionSuccessful\": false}]"));

        assertThatThrownBy(() -> scan("sarif", List.of("x.sarif"), "release", RELEASE))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("did not finish");
        assertThat(run.events()).singleElement().satisfies(event -> {
            assertThat(event.release()).isEqualTo(RELEASE);
            assertThat(event.payload().path("result").asText()).isEqualTo("error");
        });
    }

    @Test
    void doesNotTakeWhatIsMissingForNoFindings() throws IOException {
        assertThatThrownBy(() -> scan("sarif", List.of("*.sarif"))).hasMessageContaining("matches no file");
        assertThatThrownBy(() -> scan("tools", List.of("cppcheck"))).hasMessageContaining("no C++ source");
        assertThatThrownBy(() -> scan("source", "gone")).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> scan("buildFolder", "build")).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> scan("advisories", "gone")).hasMessageContaining("is no folder");
        write("vcpkg.json", "{\"dependencies\": [\"zlib\", \"curl\"]}");
        assertThatThrownBy(() -> scan("sbom", "sbom.json")).hasMessageContaining("asks for 2 ports");
    }

    @Test
    void refusesParametersThatContradictThemselves() {
        assertThatThrownBy(() -> scan("tools", List.of("clangtidy"))).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> scan("tools", List.of("auto", "cppcheck"))).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> scan("release", "v1")).isInstanceOf(InvalidParameter.class);
        assertThatThrownBy(() -> scan("sarif", List.of("["))).isInstanceOf(InvalidParameter.class);
    }

    @Test
    void holdsPartsAgainstAdvisoriesAndIsUnstableIfThoseAreOld() throws IOException, InterruptedException {
        write("vcpkg.json", "{\"dependencies\": [\"zlib\"]}");
        write("build/vcpkg_installed/x64-linux/share/zlib/vcpkg.spdx.json", """
                {"packages": [{"SPDXID": "SPDXRef-port", "name": "zlib", "versionInfo": "1.2.11"},
                 {"SPDXID": "SPDXRef-resource-0", "name": "madler/zlib",
                  "downloadLocation": "git+https://github.com/madler/zlib@v1.2.11"}]}""");
        write("osv/CVE-2022-37434.json", """
                {"id": "CVE-2022-37434", "modified": "2026-06-07T12:00:00Z", "summary": "overflow",
                 "database_specific": {"severity": "CRITICAL"}, "affected": [{"ranges": [{"type": "GIT",
                 "repo": "https://github.com/madler/zlib", "events": [{"introduced": "v1.2.0"}, {"fixed": "v1.2.13"}]}]}]}""");

        Outcome<SecurityScan.Result> bad = scan("advisories", "osv", "sbom", "out/sbom.cdx.json");
        assertThat(bad.code()).isEqualTo(ExitCode.FAILED);
        assertThat(bad.summary()).contains("CVE-2022-37434", "zlib 1.2.11: overflow; fixed in v1.2.13");
        assertThat(bad.result().parts()).isEqualTo(1);
        assertThat(Files.readString(workspace.resolve("out/sbom.cdx.json"))).contains("pkg:github/madler/zlib@v1.2.11");

        suppress("CVE-2022-37434", "", "2026-12-31");
        assertThat(scan("advisories", "osv").code()).isEqualTo(ExitCode.DONE);
        Outcome<SecurityScan.Result> old = scan("advisories", "osv", "maxAdvisoryAge", "23h");
        assertThat(old.code()).isEqualTo(ExitCode.UNSTABLE);
        assertThat(old.summary()).contains("The advisories are 1d old, more than 23h");
        assertThat(old.result().result()).isEqualTo("unstable");
    }

    @Test
    void showsWhatScannersSayAsTextWhateverItLooksLike() throws IOException, InterruptedException {
        write(
                "x.sarif",
                sarif("[{\"ruleId\": \"a|b\", \"level\": \"note\","
                        + " \"message\": {\"text\": \"<img src=x> [l](javascript:1)\\n| `x`\"}}]"));

        scan("sarif", List.of("x.sarif"));

        assertThat(Files.readString(workspace.resolve("scan-results/findings.md")))
                .doesNotContain("<img")
                .contains("&lt;img src=x&gt; \\[l\\]\\(javascript:1\\) \\| \\`x\\`", "a\\|b");
    }

    @Test
    void passesTheSampleServerAndFailsItWithABackDoor() throws IOException, InterruptedException {
        Path sample = Path.of("examples/server");
        try (Stream<Path> files = Files.walk(sample)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(sample.resolve("build")))
                    .toList()) {
                write(sample.relativize(file).toString(), Files.readString(file));
            }
        }
        write("config.lua", Files.readString(sample.resolve("config.lua.dist")));

        Outcome<SecurityScan.Result> good = scan();
        assertThat(good.summary()).isNotEmpty();
        assertThat(good.code()).as(good.summary()).isEqualTo(ExitCode.DONE);

        write("data-sample/scripts/bonus.lua", BACK_DOOR);
        assertThat(scan().summary()).contains("AVY-408 in data-sample/scripts/bonus.lua:2");
    }

    private void suppress(String rule, String path, String expires) throws IOException {
        write(
                ".aviary-suppressions.yml",
                "suppressions:\n  - {rule: " + rule + ", path: \"" + path + "\", owner: anna, reason: known, expires: "
                        + expires + "}\n");
    }

    private static String sarif(String results) {
        return "{\"version\": \"2.1.0\", \"runs\": [{\"tool\": {\"driver\": {\"name\": \"codeql\", \"version\": \"2.0\"}},"
                + " \"results\": " + results + "}]}";
    }

    private void write(String name, String content) throws IOException {
        Path file = workspace.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** Runs a scan with these parameters and without installed scanners, unless they are asked for. */
    private Outcome<SecurityScan.Result> scan(Object... parameters) throws InterruptedException {
        Map<String, Object> values = new HashMap<>(Map.of("tools", List.of("none")));
        for (int i = 0; i < parameters.length; i += 2) {
            values.put((String) parameters[i], parameters[i + 1]);
        }
        SecurityScan scan = (SecurityScan) new OperationType(SecurityScan.class).bind(values);
        return scan.run(run.context(workspace, home, Clock.fixed(now, ZoneOffset.UTC)));
    }
}
