package io.jenkins.plugins.aviary.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Baselines as files: a folder for each suite and branch, a file for each machine; replaced as a whole. */
final class BaselineStore {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    private final Path folder;

    BaselineStore(Path home, String suite, String branch) {
        folder = home.resolve("baselines").resolve(safe(suite)).resolve(safe(branch));
    }

    private static String safe(String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("*", "%2A");
        return encoded.startsWith(".") ? "%2E" + encoded.substring(1) : encoded;
    }

    Optional<Baseline> find(Machine machine) {
        Path file = folder.resolve(machine.fingerprint() + ".json");
        return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /** The machines that have a baseline. */
    List<Machine> machines() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Machine> machines = new ArrayList<>();
            files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .forEach(file -> machines.add(read(file).machine()));
            return machines;
        } catch (IOException e) {
            throw new OperationFailure("The baselines in " + folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private static Baseline read(Path file) {
        try {
            return MAPPER.readValue(file.toFile(), Baseline.class);
        } catch (IOException e) {
            throw new OperationFailure(
                    "The baseline " + file + " is damaged ("
                            + e.getMessage().lines().findFirst().orElse("") + "); delete it to begin a new one.",
                    e);
        }
    }

    void write(Baseline baseline) {
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "new", ".tmp");
            MAPPER.writeValue(temporary.toFile(), baseline);
            Files.move(
                    temporary,
                    folder.resolve(baseline.machine().fingerprint() + ".json"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OperationFailure("The baseline cannot be kept in " + folder + ": " + e.getMessage(), e);
        }
    }
}
