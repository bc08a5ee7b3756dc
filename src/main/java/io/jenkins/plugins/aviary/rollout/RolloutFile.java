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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private RolloutState state;

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
     */
    record Plan(
            String id,
            String environment,
            String release,
            List<String> worlds,
            List<StageSpec> stages,
            Map<String, String> before,
            Instant begun) {}

    private RolloutFile(Path folder, Plan plan, RolloutState state) {
        this.folder = folder;
        this.plan = plan;
        this.state = state;
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
            RolloutState state = RolloutState.of(plan.stages().size());
            Path inputs = folder.resolve("inputs.jsonl");
            if (Files.exists(inputs)) {
                for (String line : Files.readAllLines(inputs, StandardCharsets.UTF_8)) {
                    state = replayed(state, line);
                }
            }
            return new RolloutFile(folder, plan, state);
        } catch (IOException e) {
            throw new OperationFailure("The rollout in " + folder + " cannot be read: " + e, e);
        }
    }

    /** A last line that was torn by a crash was never acknowledged. */
    private static RolloutState replayed(RolloutState state, String line) {
        try {
            return line.isBlank() ? state : state.after(MAPPER.readValue(line, RolloutInput.class));
        } catch (JsonProcessingException e) {
            return state;
        }
    }

    Plan plan() {
        return plan;
    }

    RolloutState state() {
        return state;
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
        state = state.after(input);
        return state;
    }

    private static void force(Path file, byte[] bytes, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** Takes what people have wished since; tells whether there was anything. */
    boolean takeWishes(Instant now) {
        boolean any = false;
        try (Stream<Path> files = Files.list(folder.resolve("wishes"))) {
            for (Path file : files.sorted().toList()) {
                if (file.toString().endsWith(".json")) {
                    any |= takeWish(file, now);
                }
            }
        } catch (IOException e) {
            throw new OperationFailure("The wishes in " + folder + " cannot be read: " + e, e);
        }
        return any;
    }

    private boolean takeWish(Path file, Instant now) throws IOException {
        boolean understood = false;
        try {
            Asked asked = MAPPER.readValue(file.toFile(), Asked.class);
            if (asked != null && asked.what() != null && asked.who() != null) {
                String why = asked.reason() == null ? "" : asked.reason();
                take(new RolloutInput.Wish(now, asked.what(), asked.who(), why));
                understood = true;
            }
        } catch (JsonProcessingException e) {
            // It is no wish; it is taken away so that it is not read again and again.
            understood = false;
        }
        Files.deleteIfExists(file);
        return understood;
    }

    private record Asked(RolloutInput.Wish.Kind what, String who, String reason) {}

    /** Puts in a wish; whoever runs the rollout takes it within a second or so. */
    static void wish(Path home, String id, RolloutInput.Wish.Kind what, String who, String reason, Instant now) {
        Path wishes = folder(home, id).resolve("wishes");
        try {
            String name = now.toEpochMilli() + "-" + java.util.UUID.randomUUID();
            Path beside = wishes.resolve(name + ".new");
            force(beside, MAPPER.writeValueAsBytes(new Asked(what, who, reason)), StandardOpenOption.TRUNCATE_EXISTING);
            Files.move(beside, wishes.resolve(name + ".json"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new OperationFailure("There is no rollout '" + id + "' to ask: " + e, e);
        }
    }

    /** Remembers what was measured in a stage, so that a resumed rollout goes on with the same window. */
    void measured(int stage, Sample sample) {
        try {
            byte[] line = ("\n" + MAPPER.writeValueAsString(sample)).getBytes(StandardCharsets.UTF_8);
            force(folder.resolve("samples-" + stage + ".jsonl"), line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new OperationFailure("The measurements cannot be written to " + folder + ": " + e, e);
        }
    }

    /** What was measured in a stage, in order. */
    List<Sample> samples(int stage) {
        Path file = folder.resolve("samples-" + stage + ".jsonl");
        List<Sample> samples = new ArrayList<>();
        if (!Files.exists(file)) {
            return samples;
        }
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                if (!line.isBlank()) {
                    parse(line).ifPresent(samples::add);
                }
            }
            return samples;
        } catch (IOException e) {
            throw new OperationFailure("The measurements in " + folder + " cannot be read: " + e, e);
        }
    }

    private static java.util.Optional<Sample> parse(String line) {
        try {
            return java.util.Optional.of(MAPPER.readValue(line, Sample.class));
        } catch (JsonProcessingException e) {
            return java.util.Optional.empty();
        }
    }

    /**
     * What was measured at one time.
     *
     * @param at when
     * @param control each metric on the old release; one that could not be measured is missing
     * @param experiment each metric on the new release
     */
    record Sample(Instant at, Map<String, Double> control, Map<String, Double> experiment) {}

    /** How long from one look to the next, for a stage that is watched so long. */
    static Duration between(Duration pause) {
        Duration part = pause.dividedBy(20);
        Duration least = Duration.ofSeconds(1);
        Duration most = Duration.ofSeconds(30);
        return part.compareTo(least) < 0 ? least : part.compareTo(most) > 0 ? most : part;
    }
}
