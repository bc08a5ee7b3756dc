package io.jenkins.plugins.aviary.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.ProcessRequest;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is built and where: commit, version, the highest migration, the processor. */
final class BuildIdentity {
    /** More than the largest game servers have; reading them takes seconds. */
    private static final int MOST_COMMITS = 20_000;

    private final RunContext context;
    private static final int LONGEST_ADDRESS = 1000;
    private static final Pattern SCP = Pattern.compile("(?:[^@/:]+@)?([^@/:]{2,}):(?!//)(.+)");

    private final Path source;

    BuildIdentity(RunContext context, Path source) {
        this.context = context;
        this.source = source;
    }

    /** The commit of the source folder, or empty if it is no Git work tree. */
    String commit() throws InterruptedException {
        return git("rev-parse", "HEAD").orElse("");
    }

    /** Where the commit is from, as a URI of SPDX's form; names and passwords in it are left out. */
    String repository() throws InterruptedException {
        return git("remote", "get-url", "origin")
                .filter(address -> address.length() <= LONGEST_ADDRESS)
                .map(BuildIdentity::uri)
                .orElse("");
    }

    static String uri(String address) {
        Matcher scp = SCP.matcher(address);
        if (scp.matches()) {
            return "git+ssh://" + scp.group(1) + "/" + scp.group(2);
        }
        String bare = address.replaceFirst("^([a-z+]+://)[^/]*@", "$1").replaceFirst("[?#].*$", "");
        return (bare.matches("[a-z+]+://.*") ? "git+" + bare : "git+file://" + bare).replaceAll("[\\s\\p{Cntrl}]", "");
    }

    /** What Git calls the commit: the nearest tag and what came since. */
    Optional<String> described() throws InterruptedException {
        return git("describe", "--tags", "--always", "--dirty").map(text -> text.replaceFirst("^v(?=\\d)", ""));
    }

    /**
     * Writes who wrote what is built, and which its newest commits are, into the event of the build. What has no room there,
     * or is not in this clone, is told in the log: whoever wrote it could approve it.
     */
    void writeHistory(ObjectNode payload) throws InterruptedException {
        CommitHistory history = new CommitHistory();
        git(
                history::accept,
                "log",
                "--topo-order",
                "-n",
                String.valueOf(MOST_COMMITS),
                CommitHistory.FORMAT,
                "HEAD",
                "--");
        int left = history.writeTo(payload);
        if (left > 0) {
            context.log()
                    .warn(left + " names and addresses of authors, those of the oldest commits, have no room in the"
                            + " event of the build; they can approve the release.");
        }
        if (history.size() >= MOST_COMMITS) {
            context.log()
                    .warn("Only the newest " + MOST_COMMITS
                            + " commits were read for their authors; those of older ones can approve the release.");
        }
        if (git("rev-parse", "--is-shallow-repository").filter("true"::equals).isPresent()) {
            context.log()
                    .warn("The clone is shallow: authors of commits that it leaves out can approve the release, and"
                            + " lead times cannot be told. Fetch the whole history.");
        }
    }

    private Optional<String> git(String... arguments) throws InterruptedException {
        return gitLines(arguments).stream().findFirst();
    }

    private List<String> gitLines(String... arguments) throws InterruptedException {
        List<String> output = new ArrayList<>();
        return git(output::add, arguments) ? output : List.of();
    }

    /** Whether it could tell. */
    private boolean git(Consumer<String> output, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", source.toString()));
        command.addAll(List.of(arguments));
        try {
            int code = context.processes()
                    .run(ProcessRequest.of(source, context.log(), command)
                            .outputTo(output)
                            .errorsTo(line -> {}));
            return code == 0;
        } catch (OperationFailure e) {
            // No git on this machine: the artifact is then known by its digest alone.
            return false;
        }
    }

    /** The number of the highest migration of a data pack, or 0 if it has none. */
    static int databaseVersion(Path dataPack) throws IOException {
        Path migrations = dataPack.resolve("migrations");
        if (!Files.isDirectory(migrations)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(migrations)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d{1,6}\\.lua"))
                    .mapToInt(name -> Integer.parseInt(name.substring(0, name.length() - 4)))
                    .max()
                    .orElse(0);
        }
    }

    /**
     * The processor of this machine. A server built with {@code -march=native} dies of an illegal instruction on an
     * older one, so a release says where it was built.
     */
    static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
