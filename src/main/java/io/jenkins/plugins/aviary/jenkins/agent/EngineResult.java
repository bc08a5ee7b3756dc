package io.jenkins.plugins.aviary.jenkins.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.aviary.operation.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a process on an agent says that it ended. It comes from a machine that is not trusted: whatever has not this form
 * is refused, and texts are cut to what a page can show.
 *
 * @param code the exit code
 * @param summary one line for people
 * @param value what the pipeline gets: maps, lists, texts, numbers, booleans, or null
 * @param artifact the digest of the artifact that came of it, or empty
 * @param resume the parameters to add when a person's decision starts the operation again
 */
record EngineResult(ExitCode code, String summary, Object value, String artifact, Map<String, String> resume) {
    /** How many bytes a result may have. */
    static final int LARGEST = 4 << 20;

    private static final int LONGEST_SUMMARY = 2000;
    private static final int MOST_RESUMED = 50;
    private static final int LONGEST_RESUMED = 10_000;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads a result.
     *
     * @param exit the exit code of the process, which the result must agree with
     * @throws EngineDistrusted if it has not the form of one, with what is wrong
     */
    static EngineResult parse(byte[] bytes, int exit) throws EngineDistrusted {
        if (bytes.length == 0) {
            throw new EngineDistrusted("there is no result");
        }
        if (bytes.length >= LARGEST) {
            throw new EngineDistrusted("the result has more than " + LARGEST + " bytes");
        }
        JsonNode root;
        try {
            root = MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new EngineDistrusted("the result is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory can be read", e);
        }
        int told = root.path("code").asInt(-1);
        if (told != exit) {
            throw new EngineDistrusted("the result says " + told + " and the process said " + exit);
        }
        return new EngineResult(
                codeOf(told),
                line(root.path("summary").asText("")),
                MAPPER.convertValue(root.path("result"), Object.class),
                digest(root.path("result").path("artifact").asText("")),
                resume(root.path("resume")));
    }

    private static ExitCode codeOf(int number) throws EngineDistrusted {
        try {
            return ExitCode.of(number);
        } catch (IllegalArgumentException e) {
            throw new EngineDistrusted("no operation ends with " + number, e);
        }
    }

    private static String digest(String text) {
        return text.matches("[0-9a-f]{64}") ? text : "";
    }

    private static Map<String, String> resume(JsonNode given) throws EngineDistrusted {
        Map<String, String> resume = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : given.properties()) {
            String value = field.getValue().asText("");
            if (resume.size() >= MOST_RESUMED
                    || !field.getKey().matches("[A-Za-z][A-Za-z0-9]{0,63}")
                    || value.length() > LONGEST_RESUMED) {
                throw new EngineDistrusted("the result asks to go on with parameters that no operation has");
            }
            resume.put(field.getKey(), value);
        }
        return resume;
    }

    /** A text without control characters and of bounded length. */
    static String line(String text) {
        String safe = text.replaceAll("[\\p{Cntrl}&&[^\n\t]]", "\ufffd").strip();
        return safe.length() > LONGEST_SUMMARY ? safe.substring(0, LONGEST_SUMMARY) + " ..." : safe;
    }
}
