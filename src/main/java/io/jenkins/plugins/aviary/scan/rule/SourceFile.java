package io.jenkins.plugins.aviary.scan.rule;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * One file that is scanned.
 *
 * @param file where it is
 * @param path its path relative to the workspace, with forward slashes
 */
record SourceFile(Path file, String path) {
    /** Its name in lower case. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    /** Its size in bytes. */
    long size() throws IOException {
        return Files.size(file);
    }

    /** Its first bytes. */
    byte[] head(int length) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return content.readNBytes(length);
        }
    }

    /** Its text; bytes that are no UTF-8 become replacement characters. */
    String text() throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
