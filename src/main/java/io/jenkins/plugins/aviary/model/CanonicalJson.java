package io.jenkins.plugins.aviary.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * JSON in the one form that RFC 8785 (JSON Canonicalization Scheme) leaves: keys in the order of their UTF-16 code
 * units, no white space, numbers as ECMAScript writes them. Equal values are equal bytes, so a digest of the bytes is a
 * digest of the value.
 *
 * <p>What other readers could understand otherwise is refused: numbers that a double cannot hold, keys that occur twice,
 * lone surrogates. All methods are safe for use by several threads and throw {@link IllegalArgumentException} with one
 * line that names the offence.
 */
public final class CanonicalJson {
    /** How many objects and arrays may lie in each other. */
    public static final int MAX_DEPTH = 500;

    private static final String HEX = "0123456789abcdef";

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .build();

    private static final ObjectMapper LENIENT =
            STRICT.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private CanonicalJson() {}

    /** The canonical bytes of a value, in UTF-8. */
    public static byte[] bytes(JsonNode value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    /** The canonical text of a value. */
    public static String text(JsonNode value) {
        StringBuilder out = new StringBuilder(256);
        write(value, out, 0);
        return out.toString();
    }

    /** The digest of a value's canonical bytes. */
    public static Digest digest(JsonNode value) {
        return Digest.of(bytes(value));
    }

    /** The digest of the canonical bytes of a record's JSON; times and durations are ISO 8601 texts in it. */
    public static Digest digestOf(Object value) {
        return digest(tree(value));
    }

    /** The JSON of a record; times and durations are ISO 8601 texts in it. */
    public static JsonNode tree(Object value) {
        return STRICT.valueToTree(value);
    }

    /**
     * The record that some JSON stands for; keys that it has no component for are left out, so that older programs read
     * what newer ones wrote.
     */
    public static <T> T value(JsonNode json, Class<T> type) {
        try {
            return LENIENT.treeToValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Not a " + type.getSimpleName() + ": " + firstLine(e.getOriginalMessage()), e);
        }
    }

    /**
     * Reads JSON strictly: valid UTF-8, one value, no key twice, nothing after it, nothing without a canonical form.
     */
    public static JsonNode parse(byte[] json) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Not JSON: the text is not valid UTF-8", e);
        }
    }

    /**
     * Reads JSON of which it is known, or made sure of afterwards, that it is canonical: one value, no key twice, nothing
     * after it.
     */
    public static JsonNode read(byte[] canonical) {
        try {
            return STRICT.readTree(canonical);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not JSON: " + firstLine(e.getMessage()), e);
        }
    }

    /** Reads JSON strictly: one value, no key twice, nothing after it, nothing without a canonical form. */
    public static JsonNode parse(String json) {
        if (json.startsWith("\uFEFF")) {
            throw new IllegalArgumentException("Not JSON: it begins with a byte order mark");
        }
        try {
            JsonNode value = STRICT.readTree(json);
            if (value.isMissingNode()) {
                throw new IllegalArgumentException("Not JSON: there is nothing");
            }
            text(value);
            return value;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not JSON: " + firstLine(e.getOriginalMessage()), e);
        }
    }

    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private static void write(JsonNode value, StringBuilder out, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("The JSON is nested more than " + MAX_DEPTH + " deep");
        }
        switch (value.getNodeType()) {
            case OBJECT -> writeObject(value, out, depth);
            case ARRAY -> writeArray(value, out, depth);
            case STRING -> writeText(value.textValue(), out);
            case BINARY -> writeText(value.asText(), out);
            case NUMBER -> out.append(number(value));
            case BOOLEAN -> out.append(value.booleanValue());
            case NULL -> out.append("null");
            default ->
                throw new IllegalArgumentException("JSON has no form for a "
                        + value.getNodeType().name().toLowerCase(java.util.Locale.ROOT) + " node");
        }
    }

    private static void writeObject(JsonNode value, StringBuilder out, int depth) {
        List<String> keys = new ArrayList<>(value.size());
        value.fieldNames().forEachRemaining(keys::add);
        keys.sort(null);
        out.append('{');
        for (int i = 0; i < keys.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            writeText(keys.get(i), out);
            out.append(':');
            write(value.get(keys.get(i)), out, depth + 1);
        }
        out.append('}');
    }

    private static void writeArray(JsonNode value, StringBuilder out, int depth) {
        out.append('[');
        Iterator<JsonNode> elements = value.elements();
        while (elements.hasNext()) {
            write(elements.next(), out, depth + 1);
            if (elements.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    private static String number(JsonNode value) {
        return switch (value.numberType()) {
            case INT -> Integer.toString(value.intValue());
            case LONG, BIG_INTEGER -> CanonicalNumber.text(value.bigIntegerValue());
            // As it would be written and read back: 1.1f is 1.1, not the double next to the float.
            case FLOAT -> CanonicalNumber.text(Double.parseDouble(Float.toString(value.floatValue())));
            case DOUBLE, BIG_DECIMAL -> CanonicalNumber.text(value.doubleValue());
        };
    }

    private static void writeText(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                writeControl(c, out);
            } else if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new IllegalArgumentException(
                            "A text has half a character (surrogate U+" + Integer.toHexString(c) + ") at " + i);
                }
                out.append(c).append(text.charAt(++i));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private static void writeControl(char c, StringBuilder out) {
        switch (c) {
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
        }
    }
}
