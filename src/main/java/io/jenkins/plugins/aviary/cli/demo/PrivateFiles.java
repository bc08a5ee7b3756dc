package io.jenkins.plugins.aviary.cli.demo;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** Files that only their owner can read, from their first byte on. */
final class PrivateFiles {
    private PrivateFiles() {}

    /** Writes a file; what was there before is replaced. */
    static void write(Path file, String text) {
        try {
            Files.createDirectories(Objects.requireNonNull(file.getParent(), "a file lies in a folder"));
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new OperationFailure("The file " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** Deletes a file if it is there. */
    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new OperationFailure("The file " + file + " cannot be deleted: " + e.getMessage(), e);
        }
    }
}
