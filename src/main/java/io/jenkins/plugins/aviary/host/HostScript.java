package io.jenkins.plugins.aviary.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The scripts that run on game hosts, each a resource of its own: POSIX shell and coreutils, nothing else. They travel
 * with every command, so nothing has to be installed on a host.
 */
enum HostScript {
    /** Deletes a tree inside a base. */
    DELETE_TREE("delete-tree"),
    /** Replaces a small file by one rename. */
    WRITE_FILE("write-file"),
    /** Signals what a command has started. */
    SIGNAL("signal");

    private final String text;

    HostScript(String name) {
        String resource = name + ".sh";
        try (InputStream script = HostScript.class.getResourceAsStream(resource)) {
            if (script == null) {
                throw new IllegalStateException("The script " + resource + " is not in the jar");
            }
            this.text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The script. */
    String text() {
        return text;
    }
}
