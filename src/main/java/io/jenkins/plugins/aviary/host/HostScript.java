package io.jenkins.plugins.aviary.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The scripts that run on game hosts, each a resource of its own: POSIX shell, coreutils, tar and flock, and perl and
 * openssl where they are there. They travel with every command, so nothing has to be installed on a host.
 */
enum HostScript {
    /** Deletes a tree inside a base. */
    DELETE_TREE("delete-tree"),
    /** Replaces a small file by one rename. */
    WRITE_FILE("write-file"),
    /** Signals what a command has started. */
    SIGNAL("signal"),
    /** Holds a world folder's lock. */
    HOLD_LOCK("hold-lock"),
    /** Tells what is in a world folder. */
    INSPECT_FOLDER("inspect-folder"),
    /** Copies what a release has in common with others and tells what is missing. */
    PREPARE_RELEASE("digests", "prepare-release"),
    /** Takes what travels, checks it and lets the release appear. */
    RECEIVE_RELEASE("digests", "receive-release"),
    /** Checks every file of a release. */
    VERIFY_RELEASE("digests", "verify-release"),
    /** Lets {@code current} lead to a release. */
    ACTIVATE_RELEASE("activate-release"),
    /** Appends a line to a world folder's journal. */
    APPEND_JOURNAL("append-journal"),
    /** Deletes releases. */
    PRUNE_RELEASES("prune-releases"),
    /** Tells what hot reloads know of a release. */
    OVERLAY_STATE("overlay-state"),
    /** Tells the digests of files of a release. */
    OVERLAY_DIGESTS("overlay-digests"),
    /** Changes files of a release so that it can be undone. */
    OVERLAY_APPLY("overlay-apply"),
    /** Undoes that. */
    OVERLAY_UNDO("overlay-undo"),
    /** Keeps it. */
    OVERLAY_KEEP("overlay-keep");

    private final String text;

    /** A script of one resource, or of several that are read one after the other. */
    HostScript(String... names) {
        StringBuilder all = new StringBuilder();
        for (String name : names) {
            String resource = name + ".sh";
            try (InputStream script = HostScript.class.getResourceAsStream(resource)) {
                if (script == null) {
                    throw new IllegalStateException("The script " + resource + " is not in the jar");
                }
                all.append(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        this.text = all.toString();
    }

    /** The script. */
    String text() {
        return text;
    }
}
