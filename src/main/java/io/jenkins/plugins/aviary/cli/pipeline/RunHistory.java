package io.jenkins.plugins.aviary.cli.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.cli.pipeline.engine.InputAnswerer;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineResult;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.cli.pipeline.engine.RunState;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Numbers the runs of a pipeline and remembers how the last one ended, in {@code runs/NAME/last.json} of the home. */
final class RunHistory {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SCRATCH = "running-";
    private static final Pattern SCRATCH_NAME = Pattern.compile(SCRATCH + "(\\d{1,18})-.*");

    private final RunContext context;
    private final String name;
    private final Path folder;
    private final GitTree tree;
    private int number;
    private Path scratch;

    RunHistory(RunContext context, String name) {
        this.context = context;
        this.name = name;
        this.folder = context.home().resolve("runs").resolve(name);
        this.scratch = folder;
        this.tree = new GitTree(context);
    }

    /** Takes the next number and gives the run its settings. */
    RunState.RunSettings begin(
            String file, Map<String, String> parameters, InputAnswerer answerer, Consumer<String> masking) {
        JsonNode last = read();
        Path archive = takeNumber(last.path("number").asInt(0) + 1);
        removeWhatKilledRunsLeft();
        Optional<RunState.PreviousRun> previous =
                last.path("completed").path("result").isTextual()
                        ? Optional.of(new RunState.PreviousRun(
                                last.path("completed").path("number").asInt(),
                                Result.named(
                                        last.path("completed").path("result").asText()),
                                last.path("completed").path("commit").asText()))
                        : Optional.empty();
        ObjectNode next = JSON.createObjectNode();
        next.put("number", number);
        if (last.has("completed")) {
            next.set("completed", last.get("completed"));
        }
        write(next);
        try {
            scratch = Files.createTempDirectory(
                    archive, SCRATCH + ProcessHandle.current().pid() + "-");
            return new RunState.RunSettings(
                    name,
                    number,
                    file,
                    environment(),
                    parameters,
                    answerer,
                    masking,
                    scratch,
                    archive.resolve("archive"),
                    previous,
                    changesSince(previous));
        } catch (IOException e) {
            throw new OperationFailure("The folder " + folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** The folder of the first number that no other run has taken. */
    private Path takeNumber(int first) {
        try {
            Files.createDirectories(folder);
            for (number = first; ; number++) {
                try {
                    return Files.createDirectory(folder.resolve(Integer.toString(number)));
                } catch (FileAlreadyExistsException e) {
                    context.log().info("Run " + number + " is there already");
                }
            }
        } catch (IOException e) {
            throw new OperationFailure("The folder " + folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    /** A run that was killed could not remove its scripts and the files of its credentials. */
    private void removeWhatKilledRunsLeft() {
        try (Stream<Path> inner = Files.find(folder, 2, (path, attributes) -> isLeftOver(path))) {
            inner.toList().forEach(this::remove);
        } catch (IOException e) {
            context.log().warn("What killed runs left in " + folder + " could not be removed: " + e.getMessage());
        }
    }

    private static boolean isLeftOver(Path path) {
        Matcher name = SCRATCH_NAME.matcher(String.valueOf(path.getFileName()));
        return name.matches()
                && ProcessHandle.of(Long.parseLong(name.group(1)))
                        .filter(ProcessHandle::isAlive)
                        .isEmpty();
    }

    private List<String> changesSince(Optional<RunState.PreviousRun> previous) {
        return previous.map(RunState.PreviousRun::commit)
                .filter(commit -> !commit.isEmpty())
                .map(tree::changesSince)
                .orElse(List.of());
    }

    private Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(context.environment());
        all.put("BUILD_NUMBER", Integer.toString(number));
        all.put("BUILD_ID", Integer.toString(number));
        all.put("BUILD_DISPLAY_NAME", "#" + number);
        all.put("BUILD_TAG", "aviary-" + name + "-" + number);
        all.put("JOB_NAME", name);
        all.put("JOB_BASE_NAME", name);
        all.put("CI", "true");
        tree.variables().forEach(all::putIfAbsent);
        return all;
    }

    /** Remembers how the run ended, and removes what it only needed while it ran. */
    void end(PipelineResult result) {
        ObjectNode last = JSON.createObjectNode();
        last.put("number", number);
        ObjectNode completed = last.putObject("completed");
        completed.put("number", number);
        completed.put("result", result.result().name());
        completed.put("finished", context.clock().instant().toString());
        completed.put("milliseconds", result.duration().toMillis());
        completed.put("reason", result.reason());
        completed.put("commit", tree.variables().getOrDefault("GIT_COMMIT", ""));
        write(last);
        remove(scratch);
    }

    private void remove(Path tree) {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            context.log().warn("The folder " + tree + " could not be removed: " + e.getMessage());
        }
    }

    private JsonNode read() {
        Path file = folder.resolve("last.json");
        try {
            return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.createObjectNode();
        } catch (IOException e) {
            throw new OperationFailure(file + " cannot be read; remove it to begin at run 1: " + e.getMessage(), e);
        }
    }

    private void write(ObjectNode content) {
        Path file = folder.resolve("last.json");
        try {
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, "last", ".json");
            Files.writeString(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OperationFailure(file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
