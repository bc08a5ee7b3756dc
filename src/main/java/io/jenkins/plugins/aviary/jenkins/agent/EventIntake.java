package io.jenkins.plugins.aviary.jenkins.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.operation.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/**
 * Reads the events that an agent reports, as whole lines. They come from a machine that is not trusted: what has not the
 * form of an event ends the step.
 */
final class EventIntake {
    /** How many bytes are read at once: more than the longest line, so that each reading gets on. */
    static final int PORTION = 4 * LedgerEvent.MAX_BYTES;

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private EventIntake() {}

    /**
     * Hands over each event in a portion.
     *
     * @return how many bytes of whole lines there were
     * @throws EngineDistrusted if a line is no event
     */
    static int take(byte[] portion, Consumer<Event> taker) throws EngineDistrusted {
        int begin = 0;
        for (int at = 0; at < portion.length; at++) {
            if (portion[at] == '\n') {
                taker.accept(event(portion, begin, at - begin));
                begin = at + 1;
            }
        }
        if (begin == 0 && portion.length >= PORTION) {
            throw new EngineDistrusted("an event has more than " + LedgerEvent.MAX_BYTES + " bytes");
        }
        return begin;
    }

    private static Event event(byte[] bytes, int offset, int length) throws EngineDistrusted {
        if (length > LedgerEvent.MAX_BYTES) {
            throw new EngineDistrusted("an event has more than " + LedgerEvent.MAX_BYTES + " bytes");
        }
        try {
            JsonNode line = MAPPER.readTree(bytes, offset, length);
            if (!(line.path("payload") instanceof ObjectNode payload)
                    || !line.path("v").isInt()) {
                throw new EngineDistrusted("an event lacks its payload or its version");
            }
            return new Event(
                    line.path("type").asText(""),
                    line.path("v").intValue(),
                    line.path("environment").asText(""),
                    line.path("release").asText(""),
                    payload);
        } catch (EngineDistrusted e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw new EngineDistrusted("an event is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can be read", e);
        } catch (IllegalArgumentException e) {
            throw new EngineDistrusted(e.getMessage(), e);
        }
    }
}
