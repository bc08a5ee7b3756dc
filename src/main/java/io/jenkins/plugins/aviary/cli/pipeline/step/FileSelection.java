package io.jenkins.plugins.aviary.cli.pipeline.step;

import io.jenkins.plugins.aviary.operation.AntPattern;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of a folder that patterns choose. Symbolic links are not followed. */
final class FileSelection {
    /** Folders of version control that Ant leaves out unless told otherwise. */
    private static final Set<String> LEFT_OUT = Set.of(".git", ".svn", ".hg", "CVS");

    private final Path folder;
    private final List<AntPattern> includes;
    private final List<AntPattern> excludes;
    private final boolean everything;

    FileSelection(Path folder, String includes, String excludes, boolean defaultExcludes) {
        this.folder = folder;
        this.includes = AntPattern.list(includes.isBlank() ? "**" : includes);
        this.excludes = AntPattern.list(excludes);
        this.everything = !defaultExcludes;
    }

    /** The chosen files, relative to the folder, sorted. */
    List<Path> files() throws IOException {
        List<Path> chosen = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return chosen;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
                boolean skip = !everything && LEFT_OUT.contains(String.valueOf(inner.getFileName()));
                return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                Path relative = folder.relativize(file);
                String name = relative.toString().replace(File.separatorChar, '/');
                if (includes.stream().anyMatch(pattern -> pattern.matches(name))
                        && excludes.stream().noneMatch(pattern -> pattern.matches(name))) {
                    chosen.add(relative);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        chosen.sort(null);
        return chosen;
    }

    /** Copies files from one folder into another. */
    static void copy(List<Path> files, Path from, Path to) throws IOException {
        for (Path file : files) {
            Path target = to.resolve(file);
            Path parent = target.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.copy(
                    from.resolve(file),
                    target,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES,
                    LinkOption.NOFOLLOW_LINKS);
        }
    }
}
