package io.jenkins.plugins.aviary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerEventTest {
    private static final String GOOD =
            "{\"actor\":{\"authentication\":\"jenkins\",\"name\":\"anna\"},\"environment\":\"\",\"payload\":{},"
                    + "\"release\":\"\",\"run\":\"\",\"time\":\"2026-01-01T00:00:00Z\",\"type\":\"build.finished\",\"v\":1}";

    private static LedgerEvent parse(String json) {
        return LedgerEvent.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(Path.of("docs/reference/ledger-event.schema.json")));
    }

    @Test
    void isReadBackAsItWasWritten() {
        LedgerEvent event = EventSamples.event(3);
        assertThat(LedgerEvent.parse(event.bytes())).isEqualTo(event);
        assertThat(parse(GOOD).bytes()).isEqualTo(GOOD.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void cutsItsTimeToMilliseconds() {
        LedgerEvent event = new LedgerEvent(
                "a", 1, Instant.parse("2026-01-01T00:00:00.123456789Z"), EventSamples.ANNA, null, null, null, null);
        assertThat(event.time()).isEqualTo(Instant.parse("2026-01-01T00:00:00.123Z"));
        assertThat(LedgerEvent.parse(event.bytes())).isEqualTo(event);
    }

    @Test
    void fitsItsPublishedSchema() throws IOException {
        assertThat(schema().validate(new ObjectMapper().readTree(GOOD))).isEmpty();
        assertThat(schema().validate(EventSamples.event(1).json())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"v\":1=>\"v\":0",
                "\"v\":1=>\"v\":\"1\"",
                "\"v\":1=>\"v\":1.5",
                "build.finished=>Build.finished",
                "build.finished=>build..finished",
                "build.finished=>",
                "2026-01-01T00:00:00Z=>2026-01-01",
                "2026-01-01T00:00:00Z=>yesterday",
                "\"payload\":{}=>\"payload\":[]",
                "\"payload\":{}=>\"payload\":null",
                "\"run\":\"\"=>\"run\":7",
                "\"run\":\"\",=>",
                "\"name\":\"anna\"=>\"name\":\"\"",
                "\"name\":\"anna\"=>\"name\":\"anna\",\"role\":\"admin\"",
                "{\"actor\"=>{\"a\":1,\"actor\""
            })
    void refusesOtherForms(String change) throws IOException {
        String[] parts = change.split("=>", -1);
        String bad = GOOD.replace(parts[0], parts[1]);
        assertThat(bad).isNotEqualTo(GOOD);
        assertThatThrownBy(() -> parse(bad))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank()
                .doesNotContain("\n");
        assertThat(schema().validate(new ObjectMapper().readTree(bad))).isNotEmpty();
    }

    @Test
    void refusesBytesThatAreNotCanonical() {
        assertThatThrownBy(() -> parse(GOOD.replace(",", ", "))).hasMessageContaining("canonical");
        assertThatThrownBy(() -> parse(GOOD.replace("00:00Z", "00:00.000Z"))).hasMessageContaining("canonical");
    }

    @Test
    void refusesAnEventThatIsTooLargeOrTooDeep() {
        ObjectNode deep = JsonNodeFactory.instance.objectNode();
        ObjectNode inner = deep;
        for (int i = 0; i < LedgerEvent.MAX_DEPTH; i++) {
            inner = inner.putObject("a");
        }
        LedgerEvent event = new LedgerEvent("a", 1, EventSamples.START, EventSamples.ANNA, "", "", "", deep);
        assertThatThrownBy(event::bytes).hasMessageContaining("at most 32 deep");
        assertThatThrownBy(() -> parse("x".repeat(LedgerEvent.MAX_BYTES + 1))).hasMessageContaining("at most 65536");
    }
}
