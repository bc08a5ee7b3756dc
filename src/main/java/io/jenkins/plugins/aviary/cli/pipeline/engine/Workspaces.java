package io.jenkins.plugins.aviary.cli.pipeline.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code agent} and {@code node} come down to here: the working tree that the pipeline is run in. All agents share
 * it, as there is one machine and one tree.
 */
public final class Workspaces {
    private Workspaces() {}

    /** The scope of a block on an agent. */
    public static Scope enter(Scope outer, Optional<String> custom) {
        Path root = outer.run().context().workspace();
        Path folder = custom.map(given -> root.resolve(given).normalize()).orElse(root);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return outer.in(folder)
                .with(Map.of(
                        "WORKSPACE",
                        folder.toString(),
                        "WORKSPACE_TMP",
                        outer.run().settings().folder().toString(),
                        "NODE_NAME",
                        "built-in",
                        "EXECUTOR_NUMBER",
                        "0"));
    }
}
