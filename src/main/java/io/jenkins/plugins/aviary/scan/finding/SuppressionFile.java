package io.jenkins.plugins.aviary.scan.finding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the file of accepted findings. Every mistake in it is told at once: a suppression that nobody answers for, that
 * gives no reason or that never ends is none.
 */
public final class SuppressionFile {
    private static final long LARGEST = 1L << 20;
    private static final int LONGEST_PATTERN = 200;
    private static final Set<String> KEYS =
            new LinkedHashSet<>(List.of("rule", "path", "fingerprint", "owner", "reason", "expires"));

    private final String name;
    private final List<String> problems = new ArrayList<>();
    private final List<Suppression> suppressions = new ArrayList<>();

    private SuppressionFile(String name) {
        this.name = name;
    }

    /**
     * Reads a file; no file is no suppressions.
     *
     * @throws InvalidParameter if it is wrong, with every mistake in it
     */
    public static List<Suppression> read(Path file) {
        SuppressionFile reading = new SuppressionFile(String.valueOf(file.getFileName()));
        if (Files.exists(file)) {
            reading.all(tree(file));
        }
        if (!reading.problems.isEmpty()) {
            throw new InvalidParameter(String.join("\n", reading.problems));
        }
        return List.copyOf(reading.suppressions);
    }

    private static JsonNode tree(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new InvalidParameter(file + " is larger than " + LARGEST / 1024 + " KiB; nobody reviews that.");
            }
            return new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
        } catch (IOException e) {
            throw new InvalidParameter(
                    file + " is not YAML that can be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    private void all(JsonNode root) {
        for (String key : names(root)) {
            if (!key.equals("version") && !key.equals("suppressions")) {
                problems.add(name + ": '" + key + "' is not a known key; known are version, suppressions");
            }
        }
        if (root.path("version").asInt(1) != 1) {
            problems.add(name + ": this Aviary reads version 1; a newer file needs a newer Aviary");
        }
        JsonNode list = root.path("suppressions");
        if (!list.isArray() && !list.isMissingNode() && !list.isNull()) {
            problems.add(name + ": 'suppressions' is a list");
        }
        for (int i = 0; i < list.size(); i++) {
            one(name + ": suppressions[" + (i + 1) + "]", list.get(i));
        }
    }

    private void one(String where, JsonNode entry) {
        int before = problems.size();
        for (String key : names(entry)) {
            if (!KEYS.contains(key)) {
                problems.add(where + ": '" + key + "' is not a known key" + NearestName.suggestion(key, KEYS));
            }
        }
        String rule = needed(where, entry, "rule", "the rule or advisory that is accepted");
        String owner = needed(where, entry, "owner", "who answers for it");
        String reason = needed(where, entry, "reason", "why it is accepted");
        String expires = needed(where, entry, "expires", "the last day on which it holds, such as 2027-01-31");
        String path = entry.path("path").asText("").strip();
        checkPattern(where, path);
        Instant end = expires.isEmpty() ? Instant.EPOCH : end(where, expires);
        if (problems.size() == before) {
            suppressions.add(new Suppression(
                    rule, path, entry.path("fingerprint").asText("").strip(), owner, reason, end));
        }
    }

    private String needed(String where, JsonNode entry, String key, String meaning) {
        String value = entry.path(key).asText("").strip();
        if (value.isEmpty()) {
            problems.add(where + ": '" + key + "' is missing; it says " + meaning);
        }
        return value;
    }

    private void checkPattern(String where, String path) {
        if (path.length() > LONGEST_PATTERN
                || path.chars().filter(one -> one == '*').count() > 8) {
            problems.add(where + ": path has at most " + LONGEST_PATTERN + " characters and 8 stars");
        }
    }

    /** A day holds to its end in UTC; an instant is the first at which it no longer holds. */
    private Instant end(String where, String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeParseException e) {
            problems.add(where + ": expires '" + text + "' is neither a day such as 2027-01-31 nor an instant such as"
                    + " 2027-01-31T12:00:00Z");
            return Instant.EPOCH;
        }
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
