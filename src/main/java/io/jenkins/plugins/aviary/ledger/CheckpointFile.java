package io.jenkins.plugins.aviary.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.aviary.model.CanonicalJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All checkpoints of a ledger, one JSON object {@code {"note": ...}} a line; the last line may be torn. */
final class CheckpointFile implements AutoCloseable {
    static final String NAME = "checkpoints.jsonl";

    private final Path path;
    private final AppendFile file;

    /** Guarded by this. */
    private Optional<String> last = Optional.empty();

    CheckpointFile(Path folder, boolean writable) throws IOException {
        this.path = folder.resolve(NAME);
        this.file = writable ? new AppendFile(path, true) : null;
    }

    /** Cuts off a line that a crash left without its end. */
    void cutTornLine() throws IOException {
        byte[] all = file.read(0, Math.toIntExact(file.length()));
        int end = all.length;
        while (end > 0 && all[end - 1] != '\n') {
            end--;
        }
        file.truncate(end);
    }

    synchronized void add(String note) throws IOException {
        file.append(line(note));
        file.sync();
        last = Optional.of(note);
    }

    /** The line for a checkpoint. */
    static byte[] line(String note) {
        byte[] json = CanonicalJson.bytes(JsonNodeFactory.instance.objectNode().put("note", note));
        byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    /** The last checkpoint; a reader reads the file for it, since another process may have added to it. */
    synchronized Optional<String> newest() throws IOException {
        if (file == null || last.isEmpty()) {
            List<String> all = all();
            last = all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
        }
        return last;
    }

    List<String> all() throws IOException {
        return read(path);
    }

    /** The checkpoints of a file; a line that is none is given as it stands, for a verification to find. */
    static List<String> read(Path path) throws IOException {
        List<String> notes = new ArrayList<>();
        if (!Files.exists(path)) {
            return notes;
        }
        String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
            notes.add(note(line));
        }
        return notes;
    }

    private static String note(String line) {
        try {
            JsonNode note = CanonicalJson.parse(line).path("note");
            return note.isTextual() ? note.textValue() : line;
        } catch (IllegalArgumentException e) {
            return line;
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
