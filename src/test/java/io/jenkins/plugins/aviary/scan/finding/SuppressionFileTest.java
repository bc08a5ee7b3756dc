package io.jenkins.plugins.aviary.scan.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.model.Severity;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuppressionFileTest {
    private static final String GOOD = """
            version: 1
            suppressions:
              - rule: AVY-104
                path: "data/**"
                owner: anna
                reason: only in tests
                expires: 2026-03-31
            """;

    @TempDir
    Path folder;

    @Test
    void takesNoFileAsNoSuppressions() {
        assertThat(SuppressionFile.read(folder.resolve("absent.yml"))).isEmpty();
    }

    @Test
    void holdsToTheLastSecondOfItsLastDay() throws IOException {
        Suppression one = read(GOOD).get(0);

        assertThat(one.expiredAt(Instant.parse("2026-03-31T23:59:59Z"))).isFalse();
        assertThat(one.expiredAt(Instant.parse("2026-04-01T00:00:00Z"))).isTrue();
    }

    @Test
    void endsAtTheInstantItNames() throws IOException {
        Suppression one =
                read(GOOD.replace("2026-03-31", "2026-03-31T12:00:00Z")).get(0);

        assertThat(one.expiredAt(Instant.parse("2026-03-31T11:59:59Z"))).isFalse();
        assertThat(one.expiredAt(Instant.parse("2026-03-31T12:00:00Z"))).isTrue();
    }

    @Test
    void coversItsRuleInItsPathsOnly() throws IOException {
        Suppression one = read(GOOD).get(0);

        assertThat(one.covers(finding("AVY-104", "data/a/b.sql"))).isTrue();
        assertThat(one.covers(finding("AVY-104", "schema.sql"))).isFalse();
        assertThat(one.covers(finding("AVY-105", "data/a/b.sql"))).isFalse();
    }

    @Test
    void coversAnAdvisoryByItsAlias() throws IOException {
        Suppression one = read(GOOD.replace("AVY-104", "CVE-2026-1")).get(0);
        Finding advisory = new Finding(
                "osv", "OSV-2026-9", Severity.HIGH, "data/x", 0, 0, "", "", List.of("CVE-2026-1"), Finding.Marks.NONE);

        assertThat(one.covers(advisory)).isTrue();
    }

    @Test
    void coversOneFindingByItsFingerprint() throws IOException {
        Suppression one = read(GOOD.replace("    owner", "    fingerprint: abc\n    owner"))
                .get(0);
        Finding other = finding("AVY-104", "data/b.sql");

        assertThat(one.covers(other.with(new Finding.Marks("abc", "x")))).isTrue();
        assertThat(one.covers(other.with(new Finding.Marks("abd", "x")))).isFalse();
    }

    @Test
    void tellsEveryMistakeAtOnce() {
        assertThatThrownBy(() -> read("""
                        suppressions:
                          - rule: AVY-104
                            expires: some day
                          - path: "*********"
                            ownr: anna
                        """))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("suppressions[1]: 'owner' is missing")
                .hasMessageContaining("suppressions[1]: 'reason' is missing")
                .hasMessageContaining("expires 'some day'")
                .hasMessageContaining("suppressions[2]: 'ownr' is not a known key; did you mean 'owner'?")
                .hasMessageContaining("and 8 stars");
    }

    @Test
    void refusesWhatIsNoYaml() {
        assertThatThrownBy(() -> read("a: ["))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("is not YAML");
    }

    private static Finding finding(String rule, String path) {
        return Finding.at("aviary", rule, Severity.HIGH, path, 1, 1, "");
    }

    private List<Suppression> read(String text) throws IOException {
        return SuppressionFile.read(Files.writeString(folder.resolve("suppressions.yml"), text));
    }
}
