package io.jenkins.plugins.aviary.scan.tool;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Names files as findings do: relative to the workspace where they are in it, with forward slashes. Used by one thread. */
final class Places {
    private static final int MOST_KEPT = 100_000;

    private final Path workspace;
    private final Map<String, String> known = new HashMap<>();

    Places(Path workspace) {
        this.workspace = workspace;
    }

    /** The name of a file that a scanner named. The same name comes back as the same object, which saves memory. */
    String of(String given, Path base) {
        String path = known.get(given);
        if (path == null) {
            path = relative(given, base);
            if (known.size() < MOST_KEPT) {
                known.put(given, path);
            }
        }
        return path;
    }

    private String relative(String given, Path base) {
        try {
            Path file = base.resolve(given).normalize();
            return (file.startsWith(workspace) ? workspace.relativize(file).toString() : given).replace('\\', '/');
        } catch (InvalidPathException e) {
            return given;
        }
    }
}
