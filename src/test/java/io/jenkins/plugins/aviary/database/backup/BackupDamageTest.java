package io.jenkins.plugins.aviary.database.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.database.DatabaseSamples;
import io.jenkins.plugins.aviary.database.SchemaObjects;
import io.jenkins.plugins.aviary.database.SchemaTable;
import io.jenkins.plugins.aviary.database.StoredObject;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.model.DatabaseAddress;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.HostAddress;
import io.jenkins.plugins.aviary.model.Launch;
import io.jenkins.plugins.aviary.model.Ports;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages a good backup in many ways; the drill must notice each. */
@Tag("integration")
class BackupDamageTest {
    @TempDir
    Path folder;

    private final Random random = new Random(20260102);
    private WorldDatabase world;
    private RunContext context;
    private Path good;
    private Digest name;
    private BackupManifest manifest;
    private int copies;

    @BeforeEach
    void aGoodBackup() throws Exception {
        world = DatabaseSamples.world(59);
        context = new RecordedRun().context(folder, folder.resolve("home"), Clock.systemUTC());
        good = Files.createDirectory(folder.resolve("good"));
        BackupFiles files = new BackupFiles(good);
        DatabaseAddress address = world.address();
        World described = new World(
                "first",
                "production",
                new HostAddress("here", "", 22, "", "", ""),
                "/srv",
                new Ports(1, 2, 3),
                Optional.of(address),
                Optional.empty(),
                new Launch("", List.of(), Map.of()),
                Map.of());
        manifest = new BackupWriter(world, files, context.progress(), context.clock()).write(described, true);
        name = files.writeManifest(manifest);
    }

    private Path copy() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy" + ++copies));
        try (Stream<Path> files = Files.list(good)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private List<String> problems(Path damaged, Digest named) throws Exception {
        BackupFiles files = new BackupFiles(damaged);
        try {
            return new RestoreDrill(context, world)
                    .of(files, files.manifest(named))
                    .problems();
        } catch (BackupDamaged e) {
            return List.of(e.getMessage());
        }
    }

    private List<Path> files(Path backup) throws IOException {
        try (Stream<Path> files = Files.list(backup)) {
            return files.sorted().toList();
        }
    }

    @Test
    void theUndamagedBackupIsValid() throws Exception {
        assertThat(problems(copy(), name)).isEmpty();
    }

    @Test
    void everyDamageOnTheDiskIsNoticed() throws Exception {
        int injections = 0;
        for (int i = 0; i < files(good).size(); i++) {
            for (UnaryOperator<byte[]> damage : List.<UnaryOperator<byte[]>>of(
                    this::flipped,
                    this::flipped,
                    bytes -> Arrays.copyOf(bytes, random.nextInt(bytes.length)),
                    this::withoutChunk,
                    bytes -> Arrays.copyOf(bytes, bytes.length + 1))) {
                Path damaged = copy();
                Path file = files(damaged).get(i);
                Files.write(file, damage.apply(Files.readAllBytes(file)));
                assertThat(problems(damaged, name)).as(file.toString()).isNotEmpty();
                injections++;
            }
            Path damaged = copy();
            Path file = files(damaged).get(i);
            Path other = files(damaged).get((i + 1) % files(damaged).size());
            byte[] content = Files.readAllBytes(file);
            Files.write(file, Files.readAllBytes(other));
            Files.write(other, content);
            assertThat(problems(damaged, name)).as("swapped " + file).isNotEmpty();
            injections++;
        }
        assertThat(injections).isGreaterThanOrEqualTo(50);
    }

    private byte[] flipped(byte[] bytes) {
        byte[] damaged = bytes.clone();
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        return damaged;
    }

    private byte[] withoutChunk(byte[] bytes) {
        int begin = random.nextInt(bytes.length - 1);
        int end = begin + 1 + random.nextInt(bytes.length - begin - 1);
        byte[] damaged = new byte[bytes.length - (end - begin)];
        System.arraycopy(bytes, 0, damaged, 0, begin);
        System.arraycopy(bytes, end, damaged, begin, bytes.length - end);
        return damaged;
    }

    /** Changes the rows of a table and gives the file and the manifest the digests that then fit. */
    private List<String> resealed(String table, UnaryOperator<String> change) throws Exception {
        Path damaged = copy();
        BackupFiles files = new BackupFiles(damaged);
        List<BackupManifest.Table> tables = new ArrayList<>();
        for (BackupManifest.Table each : manifest.tables()) {
            if (each.name().equals(table)) {
                StringBuilder rows = new StringBuilder();
                files.statements(
                        each.section(), statement -> rows.append(statement).append(";\n"));
                String changed = change.apply(rows.toString());
                assertThat(changed).as(table).isNotEqualTo(rows.toString());
                tables.add(new BackupManifest.Table(
                        table,
                        each.rows(),
                        each.checksum(),
                        each.serverChecksum(),
                        files.write(out -> out.write(changed))));
            } else {
                tables.add(each);
            }
        }
        return problems(damaged, files.writeManifest(with(manifest.definitions(), tables)));
    }

    private BackupManifest with(BackupManifest.Section definitions, List<BackupManifest.Table> tables) {
        return new BackupManifest(
                1,
                manifest.environment(),
                manifest.world(),
                manifest.schema(),
                manifest.server(),
                manifest.databaseVersion(),
                manifest.takenAt(),
                manifest.saved(),
                manifest.fingerprint(),
                definitions,
                tables);
    }

    @Test
    void rowsThatAreNotThoseThatWereBackedUpAreNoticedWhateverTheFilesSay() throws Exception {
        assertThat(resealed("player_items", rows -> rows.replaceFirst("\\([^()]*\\),\n", "")))
                .containsExactly("the table player_items has 2 rows instead of 3");
        assertThat(resealed("player_items", rows -> rows.replaceFirst("(\\([^()]*\\)),\n", "$1,\n$1,\n")))
                .containsExactly("the table player_items has 4 rows instead of 3");
        assertThat(resealed("player_items", rows -> rows.replace("2160", "2161")))
                .containsExactly("the table player_items has other rows than those that were backed up");
        assertThat(resealed("player_items", rows -> rows.replace("X'ff'", "X'fe'")))
                .hasSize(1);
        assertThat(resealed("players", rows -> rows.replace("Gamemaster", "gamemaster")))
                .hasSize(1);
        assertThat(resealed("accounts", rows -> rows.replace("7", "7000000"))).hasSize(1);
        assertThat(resealed("oddities", rows -> rows.replace("NULL", "0"))).isNotEmpty();
        assertThat(resealed("oddities", rows -> rows.replace("'0000-00-00'", "'2000-01-01'")))
                .hasSize(1);
        assertThat(resealed("kv_store", rows -> "")).containsExactly("the table kv_store has 0 rows instead of 1");
        assertThat(resealed("houses", rows -> rows.replace(";", ""))).hasSize(1);
    }

    @Test
    void theOrderOfRowsDoesNotCount() throws Exception {
        assertThat(resealed(
                        "player_items",
                        rows -> rows.replaceFirst("(?s)(\\(1,[^()]*\\)),\n(\\(2,[^()]*\\)),\n", "$2,\n$1,\n")))
                .isEmpty();
    }

    private List<String> redefined(UnaryOperator<SchemaObjects> change) throws Exception {
        Path damaged = copy();
        BackupFiles files = new BackupFiles(damaged);
        SchemaObjects changed = change.apply(files.definitions(manifest));
        return problems(damaged, files.writeManifest(with(files.writeDefinitions(changed), manifest.tables())));
    }

    private static SchemaObjects edited(SchemaObjects objects, String table, String from, String to) {
        return new SchemaObjects(
                objects.tables().stream()
                        .map(each -> each.name().equals(table)
                                ? new SchemaTable(
                                        each.name(),
                                        each.engine(),
                                        each.definition().replaceFirst(from, to),
                                        each.columns(),
                                        each.references(),
                                        each.keyColumns(),
                                        each.bytes())
                                : each)
                        .toList(),
                objects.stored());
    }

    @Test
    void definitionsThatAreNotThoseThatWereBackedUpAreNoticedWhateverTheFilesSay() throws Exception {
        assertThat(redefined(objects -> new SchemaObjects(
                        objects.tables(),
                        objects.stored().stream()
                                .filter(object -> object.kind() != StoredObject.Kind.TRIGGER)
                                .toList())))
                .isNotEmpty();
        assertThat(redefined(objects -> new SchemaObjects(objects.tables(), List.of())))
                .isNotEmpty();
        assertThat(redefined(objects -> edited(objects, "players", ",\\s*CONSTRAINT `players_account_fk`[^\n]*", "")))
                .isNotEmpty();
        assertThat(redefined(
                        objects -> edited(objects, "players", "UNIQUE KEY `players_unique`", "KEY `players_unique`")))
                .isNotEmpty();
        assertThat(redefined(objects -> edited(objects, "oddities", "'\\[\\]'", "'{}'")))
                .isNotEmpty();
        assertThat(redefined(objects -> edited(objects, "kv_store", "longblob", "mediumblob")))
                .isNotEmpty();
        assertThat(redefined(objects -> new SchemaObjects(
                        objects.tables().stream()
                                .filter(table -> !table.name().equals("houses"))
                                .toList(),
                        objects.stored())))
                .isNotEmpty();
    }
}
