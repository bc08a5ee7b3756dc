package io.jenkins.plugins.aviary.scan.advisory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import io.jenkins.plugins.aviary.scan.parts.Port;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder of advisories in the <a href="https://ossf.github.io/osv-schema/">OSV format</a>, one to a JSON file, such as
 * the unpacked {@code all.zip} of a database. Nothing is fetched.
 */
public final class AdvisoryFolder {
    /** A file in the folder that says when the snapshot was taken; without it, the newest change in it counts. */
    public static final String SNAPSHOT_FILE = "snapshot-time";

    private static final long LARGEST = 32L << 20;
    private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

    private final Path folder;
    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * What came of it.
     *
     * @param findings which ports have known holes
     * @param advisories how many advisories were read
     * @param taken when the snapshot was taken
     */
    public record Answer(List<Finding> findings, int advisories, Instant taken) {
        /** Takes a copy. */
        public Answer {
            findings = List.copyOf(findings);
        }

        /** How old the snapshot is. */
        public Duration age(Instant now) {
            return now.isBefore(taken) ? Duration.ZERO : Duration.between(taken, now);
        }
    }

    /**
     * A folder.
     *
     * @throws InvalidParameter if it is none
     */
    public AdvisoryFolder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidParameter("advisories: " + folder + " is no folder; unpack a snapshot of OSV's there.");
        }
        this.folder = folder;
    }

    /**
     * Holds every advisory against the ports.
     *
     * @throws OperationFailure if there is no advisory in the folder, one cannot be read, or the snapshot claims to be
     *     from the future
     * @throws InterruptedException if the run was cancelled
     */
    public Answer hold(List<Port> ports, Instant now, Progress progress) throws InterruptedException {
        AdvisoryMatches matches = new AdvisoryMatches(ports);
        List<Path> files = files();
        Instant newest = Instant.EPOCH;
        int advisories = 0;
        try (Progress.Task task = progress.begin("Matching advisories", files.size(), "advisories")) {
            for (Path file : files) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("cancelled");
                }
                JsonNode advisory = read(file);
                newest = later(newest, time(file, advisory.path("modified").asText("")));
                matches.hold(advisory);
                advisories++;
                task.at(advisories);
            }
        }
        if (advisories == 0) {
            throw new OperationFailure(
                    "There is no advisory in " + folder + "; unpack a snapshot of OSV's there, one JSON file each.");
        }
        Instant taken = taken(newest);
        if (taken.isAfter(now.plus(CLOCKS_DIFFER))) {
            throw new OperationFailure("The advisories in " + folder + " claim to be from " + taken
                    + ", which is in the future; is this machine's clock right?");
        }
        return new Answer(matches.findings(), advisories, taken);
    }

    private List<Path> files() {
        try (Stream<Path> all = Files.find(
                folder,
                8,
                (file, attributes) ->
                        attributes.isRegularFile() && file.toString().endsWith(".json"))) {
            return all.sorted().toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new OperationFailure("The advisories in " + folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private JsonNode read(Path file) {
        try {
            if (Files.size(file) > LARGEST) {
                throw new OperationFailure(
                        file + " is larger than " + (LARGEST >> 20) + " MiB; advisories are one to a file.");
            }
            JsonNode advisory = mapper.readTree(file.toFile());
            if (advisory == null || !advisory.path("id").isTextual()) {
                throw new OperationFailure(file + " is no advisory: it has no 'id'.");
            }
            return advisory;
        } catch (IOException e) {
            throw new OperationFailure(
                    file + " is damaged: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "; unpack the snapshot anew.",
                    e);
        }
    }

    private Instant taken(Instant newest) {
        Path file = folder.resolve(SNAPSHOT_FILE);
        if (!Files.isRegularFile(file)) {
            return newest;
        }
        try {
            return time(file, Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new OperationFailure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant time(Path file, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new OperationFailure(
                    file + " says no time such as 2026-01-31T12:00:00Z but '"
                            + text.substring(0, Math.min(40, text.length())) + "'.",
                    e);
        }
    }
}
