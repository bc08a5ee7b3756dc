package io.jenkins.plugins.aviary.scan.advisory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.model.Severity;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import io.jenkins.plugins.aviary.scan.parts.Port;
import io.jenkins.plugins.aviary.scan.parts.Upstream;
import io.jenkins.plugins.aviary.scan.rule.CanaryRule;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdvisoryFolderTest {
    private static final Instant NOW = Instant.parse("2026-06-08T12:00:00Z");
    private static final String COMMIT = "04f42ceca40f73e2978b50e93806c2a18c1281fc";

    @TempDir
    Path folder;

    /** What a port's own version, or its source's tag, is held against, and whether that is affected. */
    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        1.2.11   | v1.2.11 | ECOSYSTEM introduced:0 fixed:1.2.12                   | yes
        1.2.12   | v1.2.12 | ECOSYSTEM introduced:0 fixed:1.2.12                   | no
        1.2.12#1 | v1.2.12 | ECOSYSTEM introduced:0 fixed:1.2.12#2                 | yes
        1.2.12#2 | v1.2.12 | ECOSYSTEM introduced:0 fixed:1.2.12#2                 | no
        1.2.12#1 | v1.2.12 | ECOSYSTEM introduced:0 last_affected:1.2.12           | yes
        1.2.13   | v1.2.13 | ECOSYSTEM introduced:0 last_affected:1.2.12           | no
        1.0      | v1.0    | SEMVER introduced:1.0.0 fixed:1.1.0                   | yes
        0.9.9    | v0.9.9  | SEMVER introduced:1.0.0 fixed:1.1.0                   | no
        2.0.5    | v2.0.5  | SEMVER introduced:1.0.0 fixed:1.1.0 introduced:2.0.0 fixed:2.0.6 | yes
        1.5.0    | v1.5.0  | SEMVER introduced:1.0.0 fixed:1.1.0 introduced:2.0.0 fixed:2.0.6 | no
        1.1.0-rc1| x       | SEMVER introduced:1.0.0 fixed:1.1.0                   | yes
        2024-01-02 | x     | ECOSYSTEM introduced:2024-01-01 fixed:2024-02-01      | yes
        2024-02-01.1 | x   | ECOSYSTEM introduced:2024-01-01 fixed:2024-02-01      | no
        nightly  | x       | ECOSYSTEM introduced:0 fixed:1.2.12                   | unknown
        1.2.11   | v1.2.11 | GIT introduced:v1.2.0 fixed:v1.2.12                   | yes
        1.2.12   | v1.2.12 | GIT introduced:v1.2.0 fixed:v1.2.12                   | no
        1.2.11   | v1.2.11 | GIT introduced:0 fixed:COMMIT                         | unknown
        1.2.11   | COMMIT  | GIT introduced:0 fixed:COMMIT                         | no
        1.2.11   | COMMIT  | GIT introduced:COMMIT                                 | yes
        1.2.11   | v1.2.11 | GIT introduced:0 fixed:COMMIT versions:v1.2.10,v1.2.11 | yes
        1.2.13   | v1.2.13 | GIT introduced:0 fixed:COMMIT versions:v1.2.10,v1.2.11 | no
        8.5.0    | curl-8_5_0 | GIT introduced:0 fixed:COMMIT versions:curl-8_4_0,curl-8_5_0 | yes
        1.2.11   | v1.2.11 | ECOSYSTEM versions:1.2.11                             | yes
        1.2.12   | v1.2.12 | ECOSYSTEM versions:1.2.11                             | no
        """)
    void tellsWhetherAPartIsAffected(String version, String tag, String range, String expected)
            throws IOException, InterruptedException {
        advisory("CVE-1", range.replace("COMMIT", COMMIT));

        List<Finding> findings =
                hold(port(version, tag.replace("COMMIT", COMMIT))).findings();

        String found = findings.isEmpty()
                ? "no"
                : findings.get(0).rule().equals(CanaryRule.UNDECIDED_ADVISORY.id()) ? "unknown" : "yes";
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void tellsWhatIsAffectedAndHowBadThatIs() throws IOException, InterruptedException {
        advisory("CVE-1", "ECOSYSTEM introduced:0 fixed:1.2.12");

        assertThat(hold(port("1.2.11#1", "v1.2.11")).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.tool()).isEqualTo("osv");
            assertThat(finding.rule()).isEqualTo("CVE-1");
            assertThat(finding.aliases()).containsExactly("GHSA-1");
            assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(finding.message()).isEqualTo("zlib 1.2.11#1: It overflows; fixed in 1.2.12");
            assertThat(finding.hint()).isEqualTo("pkg:vcpkg/zlib@1.2.11?port_version=1&triplet=x64-linux");
        });
    }

    @Test
    void leavesOtherPartsAndWithdrawnAdvisoriesAlone() throws IOException, InterruptedException {
        advisory("CVE-1", "GIT introduced:v1.0 fixed:v9");
        Path withdrawn = folder.resolve("CVE-1.json");
        assertThat(hold(port("1.2.11", "v1.2.11")).findings()).hasSize(1);

        Files.writeString(
                withdrawn,
                Files.readString(withdrawn).replaceFirst("\\{", "{\"withdrawn\": \"2026-06-01T00:00:00Z\","));
        assertThat(hold(port("1.2.11", "v1.2.11")).findings()).isEmpty();

        advisory("CVE-1", "GIT introduced:v1.0 fixed:v9");
        Port other = new Port(
                "curl",
                "8.0",
                0,
                "",
                "",
                "",
                "",
                List.of(new Upstream("c", "github.com/curl/curl", "v8", "", "")),
                "c");
        assertThat(hold(other).findings()).isEmpty();
    }

    @Test
    void takesTheNewestChangeOrTheSnapshotsOwnTimeForItsAge() throws IOException, InterruptedException {
        advisory("CVE-1", "ECOSYSTEM introduced:0 fixed:1");
        assertThat(hold(port("2", "v2")).age(NOW)).isEqualTo(Duration.ofDays(7));

        Files.writeString(folder.resolve(AdvisoryFolder.SNAPSHOT_FILE), "2026-06-08T11:00:00Z\n");
        assertThat(hold(port("2", "v2")).age(NOW)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void doesNotTakeAnEmptyOrDamagedFolderForNoHoles() throws IOException {
        assertThatThrownBy(() -> hold(port("1", "v1")))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("no advisory");

        Files.writeString(folder.resolve("a.json"), "{\"id\": \"CVE-");
        assertThatThrownBy(() -> hold(port("1", "v1")))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("is damaged");

        Files.writeString(folder.resolve("a.json"), "{}");
        assertThatThrownBy(() -> hold(port("1", "v1")))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("has no 'id'");
    }

    @Test
    void doesNotBelieveASnapshotFromTheFuture() throws IOException {
        advisory("CVE-1", "ECOSYSTEM introduced:0 fixed:1");
        Files.writeString(folder.resolve(AdvisoryFolder.SNAPSHOT_FILE), "2036-01-01T00:00:00Z");

        assertThatThrownBy(() -> hold(port("1", "v1")))
                .isInstanceOf(OperationFailure.class)
                .hasMessageContaining("in the future");
    }

    /** Scores from FIRST's examples, https://www.first.org/cvss/v3-1/examples, and from NVD. */
    @ParameterizedTest
    @CsvSource({
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, 9.8",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N, 6.1",
        "CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:U/C:N/I:N/A:H, 6.5",
        "CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N, 3.1",
        "CVSS:3.1/AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L, 4.2",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H, 10.0",
        "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N, 0.0"
    })
    void scoresVectorsAsCvssDoes(String vector, double expected) {
        assertThat(SeverityScore.baseScore(vector)).contains(expected);
    }

    @Test
    void scoresNoVectorThatIsNone() {
        assertThat(SeverityScore.baseScore("CVSS:3.1/AV:N")).isEmpty();
        assertThat(SeverityScore.baseScore("CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"))
                .isEmpty();
    }

    private AdvisoryFolder.Answer hold(Port port) throws InterruptedException {
        return new AdvisoryFolder(folder).hold(List.of(port), NOW, new RecordedRun());
    }

    private static Port port(String version, String tag) {
        int hash = version.indexOf('#');
        return new Port(
                "zlib",
                hash < 0 ? version : version.substring(0, hash),
                hash < 0 ? 0 : Integer.parseInt(version.substring(hash + 1)),
                "x64-linux",
                "",
                "",
                "",
                List.of(new Upstream("madler/zlib", "github.com/madler/zlib", tag, "", "")),
                "share/zlib/vcpkg.spdx.json");
    }

    /** An advisory about zlib from a range such as {@code GIT introduced:0 fixed:v1 versions:v0.1,v0.2}. */
    private void advisory(String id, String range) throws IOException {
        String[] words = range.split(" ");
        StringBuilder events = new StringBuilder();
        String versions = "";
        for (int i = 1; i < words.length; i++) {
            String[] event = words[i].split(":", 2);
            if (event[0].equals("versions")) {
                versions = "\"" + event[1].replace(",", "\",\"") + "\"";
            } else {
                events.append(events.isEmpty() ? "" : ",")
                        .append("{\"")
                        .append(event[0])
                        .append("\":\"")
                        .append(event[1])
                        .append("\"}");
            }
        }
        String ranges = events.isEmpty()
                ? ""
                : "{\"type\": \"" + words[0] + "\", \"repo\": \"https://github.com/madler/zlib.git\", \"events\": ["
                        + events + "]}";
        String pack = words[0].equals("GIT") ? "" : "\"package\": {\"ecosystem\": \"vcpkg\", \"name\": \"zlib\"}, ";
        Files.writeString(
                folder.resolve(id + ".json"),
                "{\"id\": \"" + id + "\", \"modified\": \"2026-06-01T12:00:00Z\", \"aliases\": [\"GHSA-1\"],"
                        + "\"summary\": \"It overflows\", \"severity\": [{\"type\": \"CVSS_V3\","
                        + " \"score\": \"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"}],"
                        + "\"affected\": [{" + pack + "\"ranges\": [" + ranges + "], \"versions\": [" + versions
                        + "]}]}");
    }
}
