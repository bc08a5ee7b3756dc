package io.jenkins.plugins.aviary.database.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.aviary.database.SchemaObjects;
import io.jenkins.plugins.aviary.model.CanonicalJson;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The files of one backup in their folder: {@code manifest.json}, and a file for the definitions and for the rows of each
 * table, compressed with gzip and named by the digest of its bytes. The rows are plain SQL.
 */
final class BackupFiles {
    static final String MANIFEST = "manifest.json";

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final int BUFFER = 1 << 16;
    private static final long MOST_DEFINITIONS = 64L << 20;

    private final Path folder;

    BackupFiles(Path folder) {
        this.folder = folder;
    }

    static ObjectMapper mapper() {
        return MAPPER;
    }

    /** Writes into a section. */
    interface Writing {
        void to(Writer out) throws IOException, SQLException, InterruptedException;
    }

    /** Writes a file and names it by its digest once it is on the disk. */
    BackupManifest.Section write(Writing writing) throws IOException, SQLException, InterruptedException {
        Path place = Files.createTempFile(folder, ".incoming-", "");
        MessageDigest hash = Digest.sha256();
        try (FileChannel channel = FileChannel.open(place, StandardOpenOption.WRITE)) {
            Writer out = new BufferedWriter(
                    new OutputStreamWriter(
                            new FastGzip(new DigestOutputStream(Channels.newOutputStream(channel), hash)),
                            StandardCharsets.UTF_8),
                    BUFFER);
            writing.to(out);
            out.close();
        }
        try (FileChannel channel = FileChannel.open(place, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Digest digest = Digest.ofHash(hash.digest());
        Files.move(place, file(digest), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return new BackupManifest.Section(digest, Files.size(file(digest)));
    }

    private static final class FastGzip extends FilterOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(new GZIPOutputStream(out, BUFFER) {
                {
                    def.setLevel(Deflater.BEST_SPEED);
                }
            });
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }
    }

    BackupManifest.Section writeDefinitions(SchemaObjects objects)
            throws IOException, SQLException, InterruptedException {
        String json = MAPPER.writeValueAsString(objects);
        return write(out -> out.write(json));
    }

    /** Writes the manifest and returns the backup's name. */
    Digest writeManifest(BackupManifest manifest) throws IOException {
        byte[] json = CanonicalJson.bytes(MAPPER.valueToTree(manifest));
        try (FileChannel channel = FileChannel.open(
                folder.resolve(MANIFEST),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            OutputStream out = Channels.newOutputStream(channel);
            out.write(json);
            channel.force(true);
        }
        return Digest.of(json);
    }

    /**
     * The manifest.
     *
     * @param name the backup's name, which the manifest must have as its digest
     */
    BackupManifest manifest(Digest name) throws IOException {
        byte[] json = Files.readAllBytes(folder.resolve(MANIFEST));
        if (!Digest.of(json).equals(name)) {
            throw new BackupDamaged("The manifest of the backup " + name + " was changed; take another backup, and look"
                    + " who can write to " + folder + ".");
        }
        try {
            return MAPPER.readValue(json, BackupManifest.class);
        } catch (JsonProcessingException e) {
            throw new BackupDamaged("The manifest of the backup " + name + " cannot be read.", e);
        }
    }

    private Path file(Digest digest) {
        return folder.resolve(digest.hex() + ".gz");
    }

    /** Reads every byte of a file and holds it against its digest. */
    void verify(String what, BackupManifest.Section section) throws IOException {
        Path file = file(section.digest());
        if (!Files.isRegularFile(file)) {
            throw new BackupDamaged("The backup lacks the file of " + what + ", " + file + "; take another backup.");
        }
        if (!Digest.of(file).equals(section.digest())) {
            throw new BackupDamaged(
                    "The file of " + what + ", " + file + ", was changed on the disk; take another backup.");
        }
    }

    /** The definitions. */
    SchemaObjects definitions(BackupManifest manifest) throws IOException {
        try (InputStream in = new GZIPInputStream(
                Files.newInputStream(file(manifest.definitions().digest())), BUFFER)) {
            byte[] json = in.readNBytes(Math.toIntExact(MOST_DEFINITIONS));
            return MAPPER.readValue(json, SchemaObjects.class);
        } catch (JsonProcessingException e) {
            throw new BackupDamaged("The definitions of the backup cannot be read.", e);
        }
    }

    /** Takes statements. */
    interface Statements {
        void accept(String statement) throws SQLException, InterruptedException;
    }

    /**
     * The statements of a section, one at a time. A line that ends in a semicolon ends a statement: texts in it have
     * their line ends escaped.
     */
    void statements(BackupManifest.Section section, Statements sink)
            throws IOException, SQLException, InterruptedException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(
                        new GZIPInputStream(Files.newInputStream(file(section.digest())), BUFFER),
                        StandardCharsets.UTF_8),
                BUFFER)) {
            StringBuilder statement = new StringBuilder();
            String line = in.readLine();
            while (line != null) {
                if (line.endsWith(";")) {
                    sink.accept(statement.append(line, 0, line.length() - 1).toString());
                    statement.setLength(0);
                } else {
                    statement.append(line).append('\n');
                }
                line = in.readLine();
            }
            if (!statement.isEmpty()) {
                throw new BackupDamaged("The file " + file(section.digest()) + " ends inside a statement.");
            }
        }
    }
}
