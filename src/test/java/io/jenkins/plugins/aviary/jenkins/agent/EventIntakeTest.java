package io.jenkins.plugins.aviary.jenkins.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.operation.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIntakeTest {
    private static final String LINE =
            "{\"type\":\"build.finished\",\"v\":1,\"environment\":\"\",\"release\":\"\",\"payload\":{\"files\":1}}\n";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void wholeLinesAreTakenAndHalfAOneWaits() throws EngineDistrusted {
        List<Event> events = new ArrayList<>();
        int taken = EventIntake.take(bytes(LINE + LINE + LINE.substring(0, 20)), events::add);
        assertThat(taken).isEqualTo(2 * LINE.length());
        assertThat(events).hasSize(2).allMatch(event -> event.type().equals("build.finished"));
    }

    @Test
    void aLineWithoutEndIsRefused() {
        byte[] endless = new byte[EventIntake.PORTION];
        java.util.Arrays.fill(endless, (byte) ' ');
        assertThatThrownBy(() -> EventIntake.take(endless, event -> {})).isInstanceOf(EngineDistrusted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json\n",
                "{}\n",
                "[1]\n",
                "{\"type\":\"Build Finished\",\"v\":1,\"payload\":{}}\n",
                "{\"type\":\"build.finished\",\"v\":1,\"payload\":\"text\"}\n",
                "{\"type\":\"build.finished\",\"v\":\"1\",\"payload\":{}}\n"
            })
    void whatIsNoEventIsRefused(String line) {
        assertThatThrownBy(() -> EventIntake.take(bytes(line), event -> {})).isInstanceOf(EngineDistrusted.class);
    }
}
