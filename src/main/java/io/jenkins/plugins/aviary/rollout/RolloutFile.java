package io.jenkins.plugins.aviary.rollout;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.rollout.stage.RolloutInput;
import io.jenkins.plugins.aviary.rollout.stage.RolloutState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A rollout on the disk, in Aviary's own folder {@code rollouts/ID}: its plan, every input it ever got, and what people
 * wish of it. An input counts once it is forced to the disk, so a run that was killed is gone on with where it was. One
 * run at a time uses it; wishes may be put in by anybody at any time.
 */
final class RolloutFile {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();
    private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,199}";

    private final Path folder;
    private final Plan plan;
    private final RolloutSamples samples;
    /** A wish that was taken just before a crash may still lie there; it counts once. */
    private final Set<RolloutInput> taken = new HashSet<>();

    private RolloutState state;
    /** How many stages have begun. */
    private int begun;

    /**
     * What a rollout set out to do.
     *
     * @param id its name
     * @param environment the environment
     * @param release the digest of what is delivered
     * @param worlds the worlds, in their order
     * @param stages what is done, in order
     * @param before what each world ran before; nothing for one that ran nothing
     * @param begun when it began
     * @param watching how it is watched
     */
    record Plan(
            String id,
            String environment,
            String release,
            List<String> worlds,
            List<StageSpec> stages,
            Map<String, String> before,
            Instant begun,
            Watching watching) {
        /** Takes what is absent as nothing. */
        Plan {
            watching = watching == null ? new Watching(null, null, null, null) : watching;
        }
    }

    private RolloutFile(Path folder, Plan plan, RolloutState state) {
        this.folder = folder;
        this.plan = plan;
        this.state = state;
        this.samples = new RolloutSamples(folder, MAPPER);
    }

    private static Path folder(Path home, String id) {
        if (!id.matches(ID)) {
            throw new InvalidParameter(
                    "'" + id + "' is not the id of a rollout; take the one that canaryRelease named.");
        }
        return home.resolve("rollouts").resolve(id);
    }

    /** Writes down a new rollout. */
    static RolloutFile create(Path home, Plan plan) {
        Path folder = folder(home, plan.id());
        try {
            Files.createDirectories(folder.resolve("wishes"));
            Path beside = folder.resolve("plan.json.new");
            force(beside, MAPPER.writeValueAsBytes(plan), StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(beside, folder.resolve("plan.json"), StandardCopyOption.ATOMIC_MOVE);
            return new RolloutFile(folder, plan, RolloutState.of(plan.stages().size()));
        } catch (IOException e) {
            throw new OperationFailure("The rollout cannot be written to " + folder + ": " + e, e);
        }
    }

    /**
     * Reads a rollout that was begun before.
     *
     * @throws InvalidParameter if there is none of that name
     */
    static RolloutFile open(Path home, String id) {
        Path folder = folder(home, id);
        try {
            if (!Files.isRegularFile(folder.resolve("plan.json"))) {
                throw new InvalidParameter(
                        "There is no rollout '" + id + "' in " + folder.getParent() + "; begin one without 'resume'.");
            }
            Plan plan = MAPPER.readValue(folder.resolve("plan.json").toFile(), Plan.class);
            RolloutFile file =
                    new RolloutFile(folder, plan, RolloutState.of(plan.stages().size()));
            Path inputs = folder.resolve("inputs.jsonl");
            if (Files.exists(inputs)) {
                for (String line : Files.readAllLines(inputs, StandardCharsets.UTF_8)) {
                    parsed(line).ifPresent(input -> {
                        file.taken.add(input);
                        file.follow(input);
                    });
                }
            }
            return file;
        } catch (IOException e) {
            throw new OperationFailure("The rollout in " + folder + " cannot be read: " + e, e);
        }
    }

    /** A last line that was torn by a crash was never acknowledged. */
    private static Optional<RolloutInput> parsed(String line) {
        try {
            return line.isBlank() ? Optional.empty() : Optional.of(MAPPER.readValue(line, RolloutInput.class));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    Plan plan() {
        return plan;
    }

    RolloutState state() {
        return state;
    }

    /** What it measured. */
    RolloutSamples samples() {
        return samples;
    }

    /** Remembers an input; once this returns it counts. */
    RolloutState take(RolloutInput input) {
        try {
            // A torn line before it must not swallow this one.
            byte[] line = ("\n" + MAPPER.writerFor(RolloutInput.class).writeValueAsString(input))
                    .getBytes(StandardCharsets.UTF_8);
            force(folder.resolve("inputs.jsonl"), line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new OperationFailure("The rollout cannot be written to " + folder + ": " + e, e);
        }
        follow(input);
        return state;
    }

    private void follow(RolloutInput input) {
        state = state.after(input);
        if (input instanceof RolloutInput.Begun stage) {
            begun = Math.max(begun, stage.stage() + 1);
        }
    }

    /** How many of the worlds, from the first, any stage that has begun has reached. */
    int touched() {
        return plan.stages().stream()
                .limit(begun)
                .mapToInt(stage -> stage.reach(plan.worlds().size()))
                .max()
                .orElse(0);
    }

    static void force(Path file, byte[] bytes, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** Takes what people have wished since, in that order. */
    List<RolloutInput.Wish> takeWishes(Instant now) {
        List<RolloutInput.Wish> wishes = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("wishes"))) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".json")) {
                    takeWish(file, now).ifPresent(wishes::add);
                }
            }
        } catch (IOException e) {
            throw new OperationFailure("The wishes in " + folder + " cannot be read: " + e, e);
        }
        return wishes;
    }

    private Optional<RolloutInput.Wish> takeWish(Path file, Instant now) throws IOException {
        Optional<RolloutInput.Wish> understood = Optional.empty();
        try {
            Asked asked = MAPPER.readValue(file.toFile(), Asked.class);
            if (asked != null && asked.what() != null && asked.who() != null) {
                String why = asked.reason() == null ? "" : asked.reason();
                RolloutInput.Wish wish =
                        new RolloutInput.Wish(asked.at() == null ? now : asked.at(), asked.what(), asked.who(), why);
                if (taken.add(wish)) {
                    take(wish);
                    understood = Optional.of(wish);
                }
            }
        } catch (JsonProcessingException e) {
            // It is no wish; it is taken away so that it is not read again and again.
            understood = Optional.empty();
        }
        Files.deleteIfExists(file);
        return understood;
    }

    private record Asked(Instant at, RolloutInput.Wish.Kind what, String who, String reason) {}

    /** Puts in a wish; whoever runs the rollout takes it within a second or so. */
    static void wish(Path home, String id, RolloutInput.Wish.Kind what, String who, String reason, Instant now) {
        Path wishes = folder(home, id).resolve("wishes");
        try {
            String name = now.toEpochMilli() + "-" + java.util.UUID.randomUUID();
            Path beside = wishes.resolve(name + ".new");
            force(
                    beside,
                    MAPPER.writeValueAsBytes(new Asked(now, what, who, reason)),
                    StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(beside, wishes.resolve(name + ".json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new OperationFailure("There is no rollout '" + id + "' to ask: " + e, e);
        }
    }
}
