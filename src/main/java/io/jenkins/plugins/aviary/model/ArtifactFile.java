package io.jenkins.plugins.aviary.model;

import java.util.regex.Pattern;

/**
 * One file of an artifact.
 *
 * @param path its path inside the release, with {@code /} between names; never absolute, never upwards
 * @param executable whether it may be executed
 * @param size its size in bytes
 * @param digest the digest of its content
 */
public record ArtifactFile(String path, boolean executable, long size, Digest digest) {
    private static final Pattern UNSAFE = Pattern.compile("(^|/)\\.{1,2}(/|$)|^/|//|/$|\\\\|\\p{Cntrl}");

    /** Refuses a path that could lead out of the release. */
    public ArtifactFile {
        if (path == null
                || path.isEmpty()
                || path.length() > 1024
                || UNSAFE.matcher(path).find()) {
            throw new IllegalArgumentException("A file of an artifact cannot be named '" + path
                    + "': a path inside the release is expected, without '..' and control characters");
        }
        if (size < 0) {
            throw new IllegalArgumentException("A file cannot have " + size + " bytes: " + path);
        }
    }
}
