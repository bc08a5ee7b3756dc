package io.jenkins.plugins.aviary.operation;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of a folder that somebody names by patterns, such as a build's results. Whatever a repository holds, nothing
 * outside the folder is read: a link that leads out is an error, not a way.
 */
public final class WorkspaceFiles {
    private WorkspaceFiles() {}

    /**
     * The regular files that fit a pattern of Ant, sorted. Folders that are links are not entered, nor is {@code .git}.
     *
     * @param folder where they are looked for
     * @param parameter the parameter that the pattern comes from, for messages
     * @param pattern a pattern relative to the folder
     * @throws InvalidParameter if no file fits, or one is a link that leads out of the folder
     * @throws IOException if the folder cannot be read
     */
    public static List<Path> matching(Path folder, String parameter, String pattern) throws IOException {
        AntPattern wanted = AntPattern.of(pattern);
        Path real = folder.toRealPath();
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
                return inner.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path relative = folder.relativize(file);
                if (wanted.matches(relative) && Files.isRegularFile(file)) {
                    if (!file.toRealPath().startsWith(real)) {
                        throw new InvalidParameter(parameter + ": " + relative
                                + " is a link that leads out of the workspace; copy the file into it instead.");
                    }
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        if (found.isEmpty()) {
            throw new InvalidParameter(parameter + ": '" + pattern + "' matches no file in " + folder
                    + "; was it written, and is the pattern relative to that folder?");
        }
        found.sort(null);
        return found;
    }
}
