package io.jenkins.plugins.aviary.cli.serve;

import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.model.Environment;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The environments of the {@code aviary.yml} in a folder, read again when the file changes. While the file is wrong the
 * last good ones stay and {@link #problem} says what is wrong. Safe for use by several threads.
 */
final class ConfiguredEnvironments implements Supplier<Collection<Environment>> {
    private final Path file;
    private final Map<String, String> variables;

    /** All guarded by this. */
    private String stamp = "";

    private List<Environment> environments = List.of();
    private String problem = "";

    ConfiguredEnvironments(Path workspace, Map<String, String> variables) {
        this.file = workspace.resolve(AviaryConfig.FILE_NAME);
        this.variables = Map.copyOf(variables);
    }

    @Override
    public synchronized Collection<Environment> get() {
        String now = stamp();
        if (!now.equals(stamp)) {
            stamp = now;
            read(now);
        }
        return environments;
    }

    /** What is wrong with the file, or empty. */
    synchronized String problem() {
        return problem;
    }

    private void read(String now) {
        try {
            environments = now.isEmpty()
                    ? List.of()
                    : List.copyOf(
                            AviaryConfig.read(file, variables).environments().values());
            problem = now.isEmpty() ? "There is no " + file + ": only what the ledger knows is shown." : "";
        } catch (InvalidParameter e) {
            problem = e.getMessage();
        }
    }

    private String stamp() {
        try {
            return Files.isRegularFile(file) ? Files.getLastModifiedTime(file) + " " + Files.size(file) : "";
        } catch (IOException e) {
            return "";
        }
    }
}
