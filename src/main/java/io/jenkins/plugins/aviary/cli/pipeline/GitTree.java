package io.jenkins.plugins.aviary.cli.pipeline;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.ProcessRequest;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What git knows of the working tree. Nothing, where there is no git or no repository. */
final class GitTree {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int MOST_LINES = 100_000;

    private final RunContext context;

    GitTree(RunContext context) {
        this.context = context;
    }

    /** The variables that Jenkins's git plugin and multibranch jobs set. */
    Map<String, String> variables() {
        Map<String, String> variables = new LinkedHashMap<>();
        if (isRepository()) {
            first("rev-parse", "HEAD").ifPresent(commit -> variables.put("GIT_COMMIT", commit));
            first("symbolic-ref", "--short", "-q", "HEAD").ifPresent(branch -> {
                variables.put("GIT_BRANCH", branch);
                variables.put("GIT_LOCAL_BRANCH", branch);
                variables.put("BRANCH_NAME", branch);
            });
            first("describe", "--exact-match", "--tags", "HEAD").ifPresent(tag -> variables.put("TAG_NAME", tag));
            first("config", "--get", "remote.origin.url").ifPresent(url -> variables.put("GIT_URL", url));
        }
        return variables;
    }

    /** The paths that differ from a commit: committed since, changed, or new. */
    List<String> changesSince(String commit) {
        List<String> paths = new ArrayList<>();
        if (isRepository() && commit.matches("[0-9a-f]{40,64}")) {
            paths.addAll(lines("diff", "--name-only", commit));
            paths.addAll(lines("ls-files", "--others", "--exclude-standard"));
        }
        return List.copyOf(paths);
    }

    private boolean isRepository() {
        for (Path folder = context.workspace(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(".git"))) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> first(String... arguments) {
        return lines(arguments).stream().findFirst();
    }

    private List<String> lines(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(Arrays.asList(arguments));
        List<String> lines = new ArrayList<>();
        ProcessRequest request = ProcessRequest.of(context.workspace(), context.log(), command)
                .within(LIMIT)
                .outputTo(line -> {
                    if (lines.size() < MOST_LINES) {
                        lines.add(line);
                    }
                })
                .errorsTo(line -> {});
        try {
            return context.processes().run(request) == 0 ? lines : List.of();
        } catch (OperationFailure e) {
            // No git on this machine: the run goes on without what it would tell.
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
