package io.jenkins.plugins.aviary.scan.finding;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Keeps one baseline for each branch as a file, replaced as a whole. */
public final class BaselineFolder {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path folder;

    /** The baselines in Aviary's home. */
    public BaselineFolder(Path home) {
        folder = home.resolve("scan");
    }

    /**
     * The baseline of a branch, if it has one.
     *
     * @throws OperationFailure if it is damaged: that is not the same as having none
     */
    public Optional<Baseline> find(String branch) {
        Path file = file(branch);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(MAPPER.readValue(file.toFile(), Baseline.class));
        } catch (IOException e) {
            throw new OperationFailure("The baseline " + file + " is damaged; delete it to begin a new one.", e);
        }
    }

    /**
     * Replaces the baseline of a branch.
     *
     * @throws OperationFailure if it cannot be written; the old one stays
     */
    public void keep(String branch, Baseline baseline) {
        try {
            Files.createDirectories(folder);
            Path temporary = Files.createTempFile(folder, "new", ".tmp");
            MAPPER.writeValue(temporary.toFile(), baseline);
            Files.move(temporary, file(branch), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OperationFailure("The baseline cannot be kept in " + folder + ": " + e.getMessage(), e);
        }
    }

    private Path file(String branch) {
        String safe = URLEncoder.encode(branch, StandardCharsets.UTF_8).replace("*", "%2A");
        return folder.resolve("branch-" + safe + ".json");
    }
}
