package io.jenkins.plugins.aviary.ledger;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A ledger as files for anybody: {@code events.jsonl} (an event a line, in canonical JSON), {@code leaf-hashes} (32
 * bytes an event), {@code checkpoints.jsonl}, {@code checkpoint} (the newest, a C2SP signed note) and {@code
 * verifier-key}. They and the verifier key, got from elsewhere, are all that a verification needs.
 */
public final class LedgerExport implements LedgerEvidence {
    private static final String EVENTS = "events.jsonl";
    private static final String LEAVES = "leaf-hashes";
    private static final int CHUNK = 1000;
    private static final int BUFFER = 1 << 18;

    private final Path folder;

    private LedgerExport(Path folder) {
        this.folder = folder;
    }

    /**
     * An export in a folder.
     *
     * @throws LedgerFailure if there is none
     */
    public static LedgerExport open(Path folder) {
        if (!Files.isRegularFile(folder.resolve(EVENTS))) {
            throw new LedgerFailure("There is no exported ledger in " + folder + ": it has no " + EVENTS);
        }
        return new LedgerExport(folder);
    }

    /** Writes an export; a folder that has one already gets the newer. */
    static void write(LedgerStore store, Optional<VerifierKey> key, Path folder) {
        try {
            Files.createDirectories(folder);
            List<String> notes = store.checkpoints();
            long size = store.size();
            try (OutputStream events = open(folder, EVENTS);
                    OutputStream leaves = open(folder, LEAVES)) {
                for (long from = 0; from < size; from += CHUNK) {
                    for (StoredEvent event : store.read(from, (int) Math.min(CHUNK, size - from))) {
                        events.write(event.body());
                        events.write('\n');
                        leaves.write(store.node(0, event.sequence()));
                    }
                }
            }
            try (OutputStream checkpoints = open(folder, CheckpointFile.NAME)) {
                for (String note : notes) {
                    checkpoints.write(CheckpointFile.line(note));
                }
            }
            if (!notes.isEmpty()) {
                Files.writeString(folder.resolve("checkpoint"), notes.get(notes.size() - 1));
            }
            if (key.isPresent()) {
                Files.writeString(folder.resolve("verifier-key"), key.get().text() + "\n");
            }
        } catch (IOException e) {
            throw new LedgerFailure("The ledger cannot be exported to " + folder + ": " + e.getMessage(), e);
        }
    }

    private static OutputStream open(Path folder, String name) throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(folder.resolve(name)), BUFFER);
    }

    @Override
    public void scan(long from, Consumer<StoredEvent> sink) {
        try (AppendFile file = new AppendFile(folder.resolve(EVENTS), false)) {
            LineScan lines = new LineScan(file::read, 0);
            long sequence = 0;
            byte[] line = lines.next();
            while (line != null) {
                if (sequence >= from) {
                    sink.accept(new StoredEvent(sequence, line, new byte[0]));
                }
                sequence++;
                line = lines.next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public HashList leafIndex() {
        HashList leaves = new HashList();
        Path file = folder.resolve(LEAVES);
        if (!Files.exists(file)) {
            return leaves;
        }
        try (InputStream hashes = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            byte[] hash = hashes.readNBytes(MerkleHash.LENGTH);
            while (hash.length == MerkleHash.LENGTH) {
                leaves.add(hash);
                hash = hashes.readNBytes(MerkleHash.LENGTH);
            }
            return leaves;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> checkpoints() {
        try {
            return CheckpointFile.read(folder.resolve(CheckpointFile.NAME));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
