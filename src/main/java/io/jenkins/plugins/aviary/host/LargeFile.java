package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.model.ArtifactFile;

/**
 * A large file on its way, and how it gets there: whole, as the rest of what has come before, or as a patch of what the
 * host has.
 *
 * @param kind the word of the receiving script
 * @param offset how many bytes are there already
 * @param patch the patch, empty if its own bytes travel
 * @param base the release that has the file which the patch changes
 */
record LargeFile(ArtifactFile file, Kind kind, long offset, byte[] patch, String base) {
    /** How a large file travels. */
    enum Kind {
        WHOLE,
        REST,
        PATCH
    }

    static LargeFile whole(ArtifactFile file) {
        return new LargeFile(file, Kind.WHOLE, 0, new byte[0], "-");
    }

    static LargeFile rest(ArtifactFile file, long offset) {
        return new LargeFile(file, Kind.REST, offset, new byte[0], "-");
    }

    static LargeFile patched(ArtifactFile file, byte[] patch, String base) {
        return new LargeFile(file, Kind.PATCH, 0, patch, base);
    }

    /** How many bytes travel. */
    long length() {
        return kind == Kind.PATCH ? patch.length : file.size() - offset;
    }

    /** The line that goes before its bytes. */
    String line(String path) {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + " " + length() + " " + offset + " " + file.size() + " "
                + file.digest().hex() + " " + base + " " + path + "\n";
    }
}
