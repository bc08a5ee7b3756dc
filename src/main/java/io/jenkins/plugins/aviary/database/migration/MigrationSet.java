package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.artifact.ArtifactStore;
import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The migrations of a release, or of a source tree, and the schema that it starts from. Immutable. */
public final class MigrationSet {
    private static final String SCHEMA = "schema.sql";
    private static final String FOLDER = "/migrations/";
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_SCHEMA_BYTES = 1 << 24;
    private static final int MOST_FILES = 10_000;

    private final Dialect dialect;
    private final String origin;
    private final SortedMap<Integer, Migration> migrations;
    private final Optional<String> schema;

    private MigrationSet(Dialect dialect, String origin, Map<Integer, Migration> migrations, Optional<String> schema) {
        this.dialect = dialect;
        this.origin = origin;
        this.migrations = Collections.unmodifiableSortedMap(new TreeMap<>(migrations));
        this.schema = schema;
    }

    /** Reads the content of a file. */
    private interface Content {
        InputStream open() throws IOException;
    }

    /**
     * The migrations of an artifact; every file is held against its digest.
     *
     * @param dataPack the folder of the data pack inside the release
     * @throws OperationFailure if a file's name is one that the game server would silently pass over
     */
    public static MigrationSet of(ArtifactStore store, Digest artifact, String dataPack, Dialect dialect)
            throws IOException {
        ArtifactManifest manifest = store.manifest(artifact);
        Map<String, Content> files = new TreeMap<>();
        Content schema = null;
        for (ArtifactFile file : manifest.files()) {
            if (file.path().startsWith(dataPack + FOLDER)) {
                files.put(file.path().substring(dataPack.length() + FOLDER.length()), () -> store.open(file.digest()));
            } else if (file.path().equals(SCHEMA)) {
                schema = () -> store.open(file.digest());
            }
        }
        MigrationSet set = read(dialect, "the release " + artifact.brief(), files, schema);
        for (ArtifactFile file : manifest.files()) {
            if (file.path().startsWith(dataPack + FOLDER) || file.path().equals(SCHEMA)) {
                try (InputStream content = store.open(file.digest())) {
                    if (!Digest.of(content.readAllBytes()).equals(file.digest())) {
                        throw new OperationFailure("The file " + file.path() + " of " + artifact
                                + " was changed in the artifact store; build the release again.");
                    }
                }
            }
        }
        return set;
    }

    /**
     * The migrations of a source tree.
     *
     * @param source the folder in which the data pack and {@code schema.sql} are
     */
    public static MigrationSet of(Path source, String dataPack, Dialect dialect) throws IOException {
        Path folder = source.resolve(dataPack).resolve("migrations");
        if (!Files.isDirectory(folder)) {
            throw new InvalidParameter("There is no folder " + folder
                    + "; give 'release', or correct server.dataPack and build.source in aviary.yml.");
        }
        Map<String, Content> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(folder)) {
            found.filter(Files::isRegularFile)
                    .limit(MOST_FILES + 1L)
                    .forEach(file -> files.put(
                            Objects.requireNonNull(file.getFileName(), "a listed file has a name")
                                    .toString(),
                            () -> Files.newInputStream(file)));
        }
        Path schema = source.resolve(SCHEMA);
        return read(
                dialect,
                "the source tree " + source,
                files,
                Files.isRegularFile(schema) ? () -> Files.newInputStream(schema) : null);
    }

    private static MigrationSet read(Dialect dialect, String origin, Map<String, Content> files, Content schema)
            throws IOException {
        if (dialect == Dialect.GENERIC) {
            throw new InvalidParameter("A generic server has no migrations that Aviary knows; set server.dialect in"
                    + " aviary.yml to canary, canary-2 or tfs.");
        }
        Map<Integer, Migration> migrations = new TreeMap<>();
        for (Map.Entry<String, Content> file : files.entrySet()) {
            String name = file.getKey();
            if (!name.endsWith(".lua")) {
                continue;
            }
            if (!name.matches("(0|[1-9]\\d{0,5})\\.lua")) {
                throw new OperationFailure(
                        "The migration '" + name + "' of " + origin
                                + " has a name that the game server passes over or takes for another number; name it NUMBER.lua.");
            }
            int number = Integer.parseInt(name.substring(0, name.length() - 4));
            migrations.put(number, new Migration(number, name, text(name, file.getValue(), MOST_BYTES)));
        }
        if (migrations.size() > MOST_FILES) {
            throw new OperationFailure("There are more than " + MOST_FILES + " migrations in " + origin + ".");
        }
        return new MigrationSet(
                dialect,
                origin,
                migrations,
                schema == null ? Optional.empty() : Optional.of(text(SCHEMA, schema, MOST_SCHEMA_BYTES)));
    }

    private static String text(String name, Content content, int most) throws IOException {
        try (InputStream in = content.open()) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new OperationFailure(name + " is larger than " + most + " bytes; a migration never is.");
            }
            if (bytes.length > 0 && bytes[0] == 0x1b) {
                throw new OperationFailure(name + " is compiled Lua; only source can be reviewed and is executed.");
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new OperationFailure(name + " is not UTF-8; save it as UTF-8.", e);
        }
    }

    /** Whose migrations they are. */
    public Dialect dialect() {
        return dialect;
    }

    /** Where they come from, for messages. */
    public String origin() {
        return origin;
    }

    /** The statements that make an empty database usable, if the release has them. */
    public Optional<String> schema() {
        return schema;
    }

    /** The migration with the given number. */
    public Optional<Migration> find(int number) {
        return Optional.ofNullable(migrations.get(number));
    }

    /** All migrations, by number. */
    public List<Migration> all() {
        return List.copyOf(migrations.values());
    }

    /** Whether a migration upgrades to its number; in the other dialects it upgrades from it. */
    boolean upgradesToNumber() {
        return dialect == Dialect.CANARY;
    }

    /** The version that a migration leads to. */
    public int targetOf(Migration migration) {
        return upgradesToNumber() ? migration.number() : migration.number() + 1;
    }

    /** The highest version that the files could lead to, or 0 if there are none. */
    public int highest() {
        return migrations.isEmpty() ? 0 : upgradesToNumber() ? migrations.lastKey() : migrations.lastKey() + 1;
    }

    /**
     * The migrations from one version to another, in their order.
     *
     * @param version the version that the database has
     * @param target the version that it shall get, or 0 for the highest
     * @throws OperationFailure if one in between is missing, or the database is newer than the release
     * @throws InvalidParameter if the target is not between the two
     */
    public List<Migration> pending(int version, int target) {
        // In the older dialects the last file only says that it is the last: a database may well be one beyond it.
        int highest = highest();
        if (version > highest) {
            throw new OperationFailure("The database is at version " + version + ", but " + origin
                    + " knows migrations up to " + highest
                    + " only: it is older than the database. Migrations cannot be"
                    + " undone; deliver a newer release, or restore a backup.");
        }
        if (target != 0 && (target < version || target > highest)) {
            throw new InvalidParameter("The target " + target + " is not between " + version
                    + ", the database's version, and " + highest + ", the highest of " + origin + ".");
        }
        int last = target == 0 ? highest : target;
        List<Migration> pending = new ArrayList<>();
        for (int next = version + 1; next <= last; next++) {
            int number = upgradesToNumber() ? next : next - 1;
            Migration migration = migrations.get(number);
            if (migration == null) {
                throw new OperationFailure("The migration " + number + ".lua is missing in " + origin
                        + " between the database's version " + version + " and " + last + "; put the file back.");
            }
            pending.add(migration);
        }
        return pending;
    }

    /** The digest of all migrations with their numbers: what a promotion or approval binds. */
    public Digest digest() {
        StringBuilder all = new StringBuilder(dialect.name());
        migrations
                .values()
                .forEach(migration ->
                        all.append('\n').append(migration.number()).append(' ').append(migration.checksum()));
        return Digest.of(all.toString());
    }
}
