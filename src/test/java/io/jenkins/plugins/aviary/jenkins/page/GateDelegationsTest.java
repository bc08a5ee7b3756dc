package io.jenkins.plugins.aviary.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.config.AviaryConfig;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GateDelegationsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void readsTheTimesOfAForm() {
        assertThat(GateDelegations.time("2026-12-24T18:00", BERLIN, NOW)).isEqualTo("2026-12-24T17:00:00Z");
        assertThat(GateDelegations.time("2026-12-24T18:00:00Z", BERLIN, NOW)).isEqualTo("2026-12-24T18:00:00Z");
        assertThat(GateDelegations.time(" ", BERLIN, NOW)).isEqualTo(NOW);
        assertThat(GateDelegations.time(null, BERLIN, NOW)).isEqualTo(NOW);
        assertThatThrownBy(() -> GateDelegations.time("tomorrow", BERLIN, NOW))
                .hasMessage("'tomorrow' is no time; write 2026-12-24T18:00, or 2026-12-24T18:00:00Z");
    }

    @Test
    void readsTheEnvironmentsOfAForm() {
        assertThat(GateDelegations.names(" production, staging  test,"))
                .containsExactlyInAnyOrder("production", "staging", "test");
        assertThat(GateDelegations.names(null)).isEmpty();
    }

    @Test
    void previewsTheNextTenFreezeWindowsOfEachEnvironmentThatHasAny() {
        AviaryConfig config = AviaryConfig.parse("environments", """
                version: 1
                hosts: {here: {local: true}}
                environments:
                  free:
                    worlds: {one: {host: here, path: /srv/one}}
                  production:
                    policy:
                      freeze:
                        raid: {when: 'mon 10:00 to mon 18:00', zone: UTC}
                    worlds: {two: {host: here, path: /srv/two}}
                """, Map.of());
        assertThat(FreezePreview.of(config, NOW)).singleElement().satisfies(preview -> {
            assertThat(preview.environment()).isEqualTo("production");
            assertThat(preview.windows()).hasSize(10);
            assertThat(preview.windows().get(0)).isEqualTo("2026-03-02T10:00:00Z – 2026-03-02T18:00:00Z  raid (now)");
        });
    }
}
