package io.jenkins.plugins.aviary.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What systemd prints. */
class SystemdUnitTest {
    @ParameterizedTest
    @CsvSource({"1min 30s, 90000", "90s, 90000", "1h 2min 3s 4ms, 3723004", "500ms, 500", "2d, 172800000"})
    void readsTimeSpans(String text, long millis) {
        assertThat(SystemdUnit.span(text)).isEqualTo(Duration.ofMillis(millis));
    }
}
