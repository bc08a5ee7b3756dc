package io.jenkins.plugins.aviary.content;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The maintenance windows that are not closed, each a file in {@code maintenance/} of Aviary's home. */
final class WindowBook {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    /**
     * A window.
     *
     * @param id its name
     * @param environment the environment
     * @param worlds the names of its worlds
     * @param owner the process that closes it, as {@link #thisProcess} tells it; empty if a pipeline does that by its id
     * @param open whether it is open; else it is being opened or closed
     */
    record Entry(String id, String environment, List<String> worlds, String owner, boolean open) {
        /** Whether the process that was to close it is there no more. */
        boolean isOrphan() {
            if (owner.isEmpty()) {
                return false;
            }
            String[] parts = owner.split("@", 2);
            return parts.length != 2
                    || !parts[0].matches("\\d{1,10}")
                    || ProcessHandle.of(Long.parseLong(parts[0]))
                            .filter(process -> started(process).equals(parts[1]))
                            .isEmpty();
        }
    }

    WindowBook(Path home) {
        this.folder = home.resolve("maintenance");
    }

    /** This process, told apart from a later one with its number. */
    static String thisProcess() {
        ProcessHandle process = ProcessHandle.current();
        return process.pid() + "@" + started(process);
    }

    private static String started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("");
    }

    /** All, sorted by their ids. */
    List<Entry> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                entries.add(JSON.readValue(file.toFile(), Entry.class));
            }
            return entries;
        } catch (IOException e) {
            throw new OperationFailure(
                    "The maintenance windows in " + folder + " cannot be read: " + e.getMessage()
                            + "; look at the files there.",
                    e);
        }
    }

    /** The window of an id. */
    Optional<Entry> find(String id) {
        return all().stream().filter(entry -> entry.id().equals(id)).findFirst();
    }

    /** Writes a window; once this returns it is on the disk. */
    void save(Entry entry) {
        Path file = folder.resolve(entry.id() + ".json");
        Path fresh = folder.resolve(entry.id() + ".new");
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(entry));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OperationFailure(
                    "The maintenance window cannot be noted in " + folder + ": " + e.getMessage()
                            + ". Nothing was begun.",
                    e);
        }
    }

    /** Forgets a window that is closed. */
    void remove(String id) {
        try {
            Files.deleteIfExists(folder.resolve(id + ".json"));
        } catch (IOException e) {
            throw new OperationFailure(
                    "The maintenance window " + id + " is closed, but its note in " + folder + " cannot be deleted: "
                            + e.getMessage(),
                    e);
        }
    }
}
