package io.jenkins.plugins.aviary.build;

import io.jenkins.plugins.aviary.config.PackageConfig;
import io.jenkins.plugins.aviary.operation.AntPattern;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the files that go into a release: their path in it, and where they are now. */
final class FileSelection {
    private final PackageConfig config;
    private final Path source;
    private final Path build;

    FileSelection(PackageConfig config, Path source, Path build) {
        this.config = config;
        this.source = source;
        this.build = build;
    }

    /**
     * The files by their path in the release.
     *
     * @throws InvalidParameter if a file is missing, a pattern matches nothing, a link leads out of the source, or a file
     *     cannot be in a release under its own name
     */
    SortedMap<String, Path> files() throws IOException {
        SortedMap<String, Path> files = new TreeMap<>();
        for (String pattern : config.include()) {
            int before = files.size();
            collect(pattern, files);
            if (files.size() == before) {
                throw new InvalidParameter("package.include: '" + pattern + "' matches no file in " + source
                        + "; correct the pattern, or leave it out.");
            }
        }
        for (Map.Entry<String, String> file : config.files().entrySet()) {
            Path place = source.resolve(file.getValue().replace("${build}", build.toString()))
                    .normalize();
            if (!Files.isRegularFile(place)) {
                throw new InvalidParameter("package.files: " + file.getKey() + " should come from " + place
                        + ", but there is no such file; did the build make it elsewhere?");
            }
            files.put(ReleasePath.checked(file.getKey()), place);
        }
        if (files.isEmpty()) {
            throw new InvalidParameter("aviary.yml says nothing about what goes into a release;"
                    + " list it under package.include and package.files.");
        }
        return files;
    }

    /** Whether a file of the release must be executable. */
    boolean isExecutable(String path) {
        return config.executable().stream()
                .anyMatch(pattern -> AntPattern.of(pattern).matches(path));
    }

    private void collect(String pattern, Map<String, Path> files) throws IOException {
        AntPattern wanted = AntPattern.of(pattern);
        List<AntPattern> unwanted =
                config.exclude().stream().map(AntPattern::of).toList();
        Path realSource = source.toRealPath();
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean skip = folder.equals(build) || folder.endsWith(".git");
                return skip && !folder.equals(source) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path relative = source.relativize(file);
                if (wanted.matches(relative) && unwanted.stream().noneMatch(m -> m.matches(relative))) {
                    files.put(ReleasePath.of(relative), inside(file, relative, realSource));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** A file that a release can hold: neither what lies elsewhere, nor what is no file at all. */
    private static Path inside(Path file, Path relative, Path realSource) throws IOException {
        String name = ReleasePath.shown(relative.toString());
        if (!Files.exists(file)) {
            throw new InvalidParameter("package.include: " + name
                    + " is a link that leads to nothing; mend it, or leave it out by package.exclude.");
        }
        if (!file.toRealPath().startsWith(realSource)) {
            throw new InvalidParameter("package.include: " + name
                    + " is a link that leads out of the source folder; a release holds only its own files.");
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidParameter("package.include: " + name + " is "
                    + (Files.isDirectory(file) ? "a link to a folder" : "a pipe, a socket or a device")
                    + ", and a release holds only files; leave it out by package.exclude.");
        }
        return file;
    }
}
