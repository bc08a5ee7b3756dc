package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.config.PackageConfig;
import io.jenkins.plugins.aviary.host.ReleaseOverlay;
import io.jenkins.plugins.aviary.operation.AntPattern;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.File;
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

/** The files of a workspace that go into a release as they are, chosen as {@code package} in {@code aviary.yml} says. */
final class ContentFolder {
    private final Path source;
    private final List<AntPattern> wanted;
    private final List<AntPattern> unwanted;
    private final Map<String, String> single;

    ContentFolder(Path source, PackageConfig config) {
        this.source = source;
        this.wanted = matchers(config.include());
        this.unwanted = matchers(config.exclude());
        this.single = config.files();
    }

    private static List<AntPattern> matchers(List<String> patterns) {
        return patterns.stream().map(AntPattern::of).toList();
    }

    /**
     * The files by their path in the release.
     *
     * @throws InvalidParameter if there are none, a link leads out of the folder, or a name cannot travel
     */
    SortedMap<String, Path> files() {
        SortedMap<String, Path> files = new TreeMap<>();
        try {
            Path real = source.toRealPath();
            Files.walkFileTree(source, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return folder.endsWith(".git") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Path relative = source.relativize(file);
                    if (isChosen(relative)) {
                        if (attributes.isSymbolicLink() && !file.toRealPath().startsWith(real)) {
                            throw new InvalidParameter(
                                    relative
                                            + " is a link that leads out of the source folder; a release holds only its own files.");
                        }
                        put(files, relative.toString().replace(File.separatorChar, '/'), file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new InvalidParameter("The scripts in " + source + " cannot be read: " + e.getMessage(), e);
        }
        // What the build makes is not here, and no reload could take it up.
        single.forEach((path, place) -> {
            Path file = source.resolve(place).normalize();
            if (!place.contains("${build}") && Files.isRegularFile(file)) {
                put(files, path, file);
            }
        });
        if (files.isEmpty()) {
            throw new InvalidParameter("package.include of aviary.yml matches no file in " + source
                    + "; correct the patterns, or give the folder with the scripts as 'source'.");
        }
        return files;
    }

    private boolean isChosen(Path relative) {
        return wanted.stream().anyMatch(matcher -> matcher.matches(relative))
                && unwanted.stream().noneMatch(matcher -> matcher.matches(relative));
    }

    /** Whether a file of a release comes from this folder at all, so that it is missing if it is not here. */
    boolean isChosen(String path) {
        return !single.containsKey(path) && isChosen(Path.of(path));
    }

    private static void put(Map<String, Path> files, String path, Path file) {
        if (!ReleaseOverlay.isPath(path)) {
            throw new InvalidParameter("The file name '" + path.replaceAll("\\p{Cntrl}", "?")
                    + "' has a control character or a backslash; rename it.");
        }
        files.put(path, file);
    }
}
