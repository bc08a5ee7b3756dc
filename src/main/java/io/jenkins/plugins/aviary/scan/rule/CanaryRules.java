package io.jenkins.plugins.aviary.scan.rule;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Progress;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Runs Aviary's own rules over a folder. Nothing of it is executed and no link is followed; a link that leads out of the
 * folder is told. Used by one thread.
 */
public final class CanaryRules {
    private static final int MOST_FILES = 500_000;
    private static final int DEEPEST = 64;

    private final Path workspace;
    private final Set<Path> leftOut;
    private final List<FileRule> rules = List.of(
            new KeyRules(), new SqlRules(), new ConfigRules(), new LuaRules(), new RuntimeRules(), new VcpkgRules());

    /**
     * Rules for a workspace.
     *
     * @param workspace what paths are told relative to
     * @param leftOut folders that are not sources, such as the build's
     */
    public CanaryRules(Path workspace, Set<Path> leftOut) {
        this.workspace = workspace;
        this.leftOut = Set.copyOf(leftOut);
    }

    /**
     * Looks at all files of a folder.
     *
     * @return how many files a rule looked into
     * @throws OperationFailure if there is no file in it that any rule knows: then it is the wrong folder
     * @throws InterruptedException if the run was cancelled
     */
    public int check(Path folder, Hits hits, Progress progress) throws IOException, InterruptedException {
        List<SourceFile> files = files(folder, hits);
        int looked = 0;
        try (Progress.Task task = progress.begin("Checking Canary rules", files.size(), "files")) {
            for (int i = 0; i < files.size(); i++) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("cancelled");
                }
                looked += check(files.get(i), hits) ? 1 : 0;
                task.at(i + 1L);
            }
        }
        if (looked == 0) {
            throw new OperationFailure("In " + folder + " is nothing that the Canary rules know: no Lua, no SQL, no"
                    + " configuration. Is 'source' the server's folder?");
        }
        return looked;
    }

    private boolean check(SourceFile file, Hits hits) {
        boolean wanted = false;
        for (FileRule rule : rules) {
            if (rule.wants(file)) {
                wanted = true;
                try {
                    rule.check(file, hits);
                } catch (IOException e) {
                    hits.add(CanaryRule.UNREADABLE, file.path(), "It cannot be read.");
                }
            }
        }
        return wanted;
    }

    private List<SourceFile> files(Path folder, Hits hits) throws IOException {
        List<SourceFile> files = new ArrayList<>();
        Path real = folder.toRealPath();
        Files.walkFileTree(folder, Set.of(), DEEPEST, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean skip = leftOut.contains(directory) || directory.endsWith(".git");
                return skip && !directory.equals(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                SourceFile source = new SourceFile(file, relative(file));
                if (attributes.isSymbolicLink()) {
                    if (leadsOut(file, real)) {
                        hits.add(CanaryRule.UNREADABLE, source.path(), "It is a link that leads out of the sources.");
                    }
                } else if (attributes.isRegularFile()) {
                    files.add(source);
                } else {
                    hits.add(
                            CanaryRule.UNREADABLE,
                            source.path(),
                            "It is neither a file nor a folder that can be read.");
                }
                if (files.size() > MOST_FILES) {
                    throw new OperationFailure(
                            folder + " has more than " + MOST_FILES + " files; name a smaller folder as 'source'.");
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                hits.add(CanaryRule.UNREADABLE, relative(file), "It cannot be read.");
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(java.util.Comparator.comparing(SourceFile::path));
        return files;
    }

    private static boolean leadsOut(Path link, Path real) {
        try {
            return !link.toRealPath().startsWith(real);
        } catch (IOException e) {
            // It leads nowhere: nothing can be delivered through it.
            return false;
        }
    }

    private String relative(Path file) {
        Path path = file.startsWith(workspace) ? workspace.relativize(file) : file;
        return Objects.requireNonNull(path).toString().replace('\\', '/');
    }
}
