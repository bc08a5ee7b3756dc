package io.jenkins.plugins.aviary.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.rollout.metrics.Metric;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a rollout measured, kept in its folder: a file for each stage, and one for each world's past. */
final class RolloutSamples {
    private final Path folder;
    private final ObjectMapper mapper;

    RolloutSamples(Path folder, ObjectMapper mapper) {
        this.folder = folder;
        this.mapper = mapper;
    }

    /**
     * What was measured at one time.
     *
     * @param at when
     * @param control each metric on the old release; one that could not be measured is missing
     * @param experiment each metric on the new release
     * @param metrics what the metrics are, by name
     * @param promised the names of those that must be there
     * @param errors what could not be measured and why
     */
    record Sample(
            Instant at,
            Map<String, Double> control,
            Map<String, Double> experiment,
            Map<String, Metric> metrics,
            List<String> promised,
            List<String> errors) {
        /** Takes what is absent as nothing. */
        Sample {
            metrics = metrics == null ? Map.of() : Map.copyOf(metrics);
            promised = promised == null ? List.of() : List.copyOf(promised);
            errors = errors == null ? List.of() : List.copyOf(errors);
        }
    }

    /** Keeps what was measured in a stage. */
    void ofStage(int stage, Sample sample) {
        append("samples-" + stage + ".jsonl", sample);
    }

    /** What was measured in a stage, in order. */
    List<Sample> ofStage(int stage) {
        return read("samples-" + stage + ".jsonl");
    }

    /** Keeps what was measured on a world before it got the release, as its old release's. */
    void ofPast(String world, Sample sample) {
        append("before-" + world + ".jsonl", sample);
    }

    /** What was measured on a world before it got the release, in order. */
    List<Sample> ofPast(String world) {
        return read("before-" + world + ".jsonl");
    }

    private void append(String name, Sample sample) {
        try {
            // A torn line before it must not swallow this one.
            byte[] line = ("\n" + mapper.writeValueAsString(sample)).getBytes(StandardCharsets.UTF_8);
            RolloutFile.force(folder.resolve(name), line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new OperationFailure("The measurements cannot be written to " + folder + ": " + e, e);
        }
    }

    private List<Sample> read(String name) {
        Path file = folder.resolve(name);
        List<Sample> samples = new ArrayList<>();
        if (!Files.exists(file)) {
            return samples;
        }
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                if (!line.isBlank()) {
                    parsed(line).ifPresent(samples::add);
                }
            }
            return samples;
        } catch (IOException e) {
            throw new OperationFailure("The measurements in " + folder + " cannot be read: " + e, e);
        }
    }

    /** A last line that was torn by a crash is no measurement. */
    private Optional<Sample> parsed(String line) {
        try {
            return Optional.of(mapper.readValue(line, Sample.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
