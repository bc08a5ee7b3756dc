package io.jenkins.plugins.aviary.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads payloads, which anybody's program wrote: what is missing, too long or of another kind is taken as absent. */
final class Payload {
    private static final int LONGEST = 2000;

    private Payload() {}

    /** A text, or the text of a number; cut where it is longer than a page wants. */
    static String text(JsonNode payload, String key) {
        JsonNode value = payload.path(key);
        String text = value.isValueNode() && !value.isNull() ? value.asText("") : "";
        return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }

    /** The first of these keys that has a text. */
    static String text(JsonNode payload, String key, String... others) {
        String text = text(payload, key);
        for (int i = 0; i < others.length && text.isEmpty(); i++) {
            text = text(payload, others[i]);
        }
        return text;
    }

    /** A finite number. */
    static Optional<Double> number(JsonNode payload, String key) {
        JsonNode value = payload.path(key);
        return value.isNumber() && Double.isFinite(value.doubleValue())
                ? Optional.of(value.doubleValue())
                : Optional.empty();
    }

    /** The first of these keys that has a number. */
    static Optional<Double> number(JsonNode payload, String key, String... others) {
        Optional<Double> number = number(payload, key);
        for (int i = 0; i < others.length && number.isEmpty(); i++) {
            number = number(payload, others[i]);
        }
        return number;
    }

    /** Up to so many texts of a list. */
    static List<String> texts(JsonNode payload, String key, int most) {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : payload.path(key)) {
            if (item.isTextual() && texts.size() < most) {
                texts.add(
                        item.textValue().length() > LONGEST
                                ? item.textValue().substring(0, LONGEST)
                                : item.textValue());
            }
        }
        return texts;
    }

    /** Up to so many numbers of a list; what is no number is absent in its place. */
    static List<Optional<Double>> numbers(JsonNode payload, String key, int most) {
        List<Optional<Double>> numbers = new ArrayList<>();
        for (JsonNode item : payload.path(key)) {
            if (numbers.size() < most) {
                numbers.add(
                        item.isNumber() && Double.isFinite(item.doubleValue())
                                ? Optional.of(item.doubleValue())
                                : Optional.empty());
            }
        }
        return numbers;
    }

    /** A time. */
    static Optional<Instant> instant(JsonNode payload, String key) {
        try {
            return Optional.of(Instant.parse(text(payload, key)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
