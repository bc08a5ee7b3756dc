package io.jenkins.plugins.aviary.watch.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.server.FixtureWorlds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is new since the last release. */
class KnownFindingsTest {
    @TempDir
    Path home;

    private final FixtureWorlds surroundings = new FixtureWorlds();

    private KnownFindings with(String release) {
        return KnownFindings.read(home, "production/alpha", release, surroundings);
    }

    @Test
    void comparesTheFirstReleaseWithNothing() {
        KnownFindings first = with("1.0.0");
        assertThat(first.isComparable()).isFalse();
        assertThat(first.isNew("a")).isFalse();
        first.remember(List.of("a"));

        assertThat(with("1.0.0").isNew("b")).isFalse();
    }

    @Test
    void callsNewWhatNoReleaseBeforeHad() {
        with("1.0.0").remember(List.of("a"));

        KnownFindings second = with("1.1.0");
        assertThat(second.isNew("a")).isFalse();
        assertThat(second.isNew("b")).isTrue();
        second.remember(List.of("a", "b"));

        assertThat(with("1.1.0").isNew("b")).as("still new with this release").isTrue();
        assertThat(with("1.2.0").isNew("b")).as("no longer with the next").isFalse();
        assertThat(with("1.2.0").isNew("a")).isFalse();
    }

    @Test
    void startsAnewWhenItsFileIsDamaged() throws Exception {
        with("1.0.0").remember(List.of("a"));
        try (var files = Files.list(home.resolve("logs"))) {
            Files.writeString(files.findFirst().orElseThrow(), "{");
        }

        assertThat(with("1.1.0").isComparable()).isFalse();
        assertThat(surroundings.lines).anyMatch(line -> line.contains("starting anew"));
    }

    @Test
    void keepsWorldsApartAndInsideItsFolder() throws Exception {
        KnownFindings.read(home, "../../etc/x", "1", surroundings).remember(List.of("a"));

        try (var files = Files.list(home.resolve("logs"))) {
            assertThat(files).singleElement().asString().endsWith(".._.._etc_x.json");
        }
    }
}
