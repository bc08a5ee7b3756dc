package io.jenkins.plugins.aviary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest extends LedgerStoreContract {
    private static final long SMALL_SEGMENTS = 4096;

    @TempDir
    Path folder;

    @Override
    LedgerStore open() {
        return FileStore.open(folder, Clock.systemUTC(), Duration.ZERO, IoPoint.NONE, SMALL_SEGMENTS);
    }

    private static byte[] bytes(int number) {
        return EventSamples.event(number).bytes();
    }

    private void fill(int count) {
        try (LedgerStore store = open()) {
            for (int i = 0; i < count; i++) {
                store.append(bytes(i));
            }
        }
    }

    private Path lastSegment() throws IOException {
        var paths = Segments.paths(folder.resolve("segments"));
        return paths.get(paths.size() - 1);
    }

    @Test
    void tellsWhoWritesIfItIsNotItself() {
        try (LedgerStore writer = open()) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(LedgerFailure.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageNotContaining("\n");
            writer.append(bytes(0));
        }
        try (LedgerStore again = open()) {
            assertThat(again.size()).isEqualTo(1);
        }
    }

    @Test
    void isReadWhileItIsWritten() {
        try (LedgerStore writer = open()) {
            writer.append(bytes(0));
            try (LedgerStore reader = FileStore.openForReading(folder)) {
                assertThat(reader.size()).isEqualTo(1);
                for (int i = 1; i < 100; i++) {
                    writer.append(bytes(i));
                }
                assertThat(reader.size()).isEqualTo(100);
                assertThat(reader.read(99, 1).get(0).body()).isEqualTo(bytes(99));
                assertThat(new MerkleTree(reader).root(100)).isEqualTo(new MerkleTree(writer).root(100));
                assertThatThrownBy(() -> reader.append(bytes(100))).hasMessageContaining("opened for reading");
            }
        }
    }

    @Test
    void beginsNewSegmentsAndReadsAcrossThem() throws IOException {
        fill(100);
        assertThat(Segments.paths(folder.resolve("segments"))).hasSizeGreaterThan(5);
        try (LedgerStore store = open()) {
            assertThat(store.read(0, 100)).hasSize(100);
            assertThat(store.read(93, 1).get(0).body()).isEqualTo(bytes(93));
        }
    }

    @Test
    void keepsAllButTheTornEventWhereverAWriteWasCut() throws IOException {
        fill(5);
        Path segment = lastSegment();
        byte[] whole = Files.readAllBytes(segment);
        int fifth = whole.length - 1;
        while (whole[fifth - 1] != '\n') {
            fifth--;
        }
        for (int length = fifth; length <= whole.length; length++) {
            Files.write(segment, Arrays.copyOf(whole, length));
            int expected = length == whole.length ? 5 : 4;
            try (LedgerStore store = open()) {
                assertThat(store.size()).as("cut at byte " + length).isEqualTo(expected);
                store.append(bytes(expected));
                assertThat(store.read(expected, 1).get(0).body()).isEqualTo(bytes(expected));
            }
        }
    }

    @Test
    void cutsOffATailOfZeros() throws IOException {
        fill(5);
        Files.write(lastSegment(), new byte[3000], StandardOpenOption.APPEND);
        try (LedgerStore store = open()) {
            assertThat(store.size()).isEqualTo(5);
        }
        assertThat(folder.resolve("torn")).isDirectoryContaining("glob:**5-3000.bin");
    }

    @Test
    void refusesAWholeLastRecordThatDoesNotFitItsHashAndChangesNothing() throws IOException {
        fill(5);
        byte[] bytes = Files.readAllBytes(lastSegment());
        for (byte letter : new byte[] {'?', 0}) {
            byte[] changed = bytes.clone();
            changed[changed.length - 20] = letter;
            Files.write(lastSegment(), changed);
            Files.deleteIfExists(folder.resolve("tree"));
            Files.write(folder.resolve(CheckpointFile.NAME), "torn".getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(this::open)
                    .isInstanceOf(LedgerFailure.class)
                    .hasMessageContaining("damaged at record 4, which is whole but not what it was")
                    .hasMessageContaining("nothing was changed");
            assertThat(Files.readAllBytes(lastSegment())).isEqualTo(changed);
            assertThat(folder.resolve("torn")).doesNotExist();
            assertThat(folder.resolve(CheckpointFile.NAME)).hasContent("torn");
        }
        Files.write(lastSegment(), bytes);
        Files.writeString(lastSegment(), "a stranger was here\n", StandardOpenOption.APPEND);
        assertThatThrownBy(this::open).hasMessageContaining("damaged at record 5");
    }

    @Test
    void cutsOffABatchOfWhichTheDiskLostASector() throws IOException {
        try (LedgerStore store = open()) {
            store.append(java.util.List.of(bytes(0), bytes(1), bytes(2), bytes(3)));
        }
        byte[] bytes = Files.readAllBytes(lastSegment());
        Arrays.fill(bytes, 512, 1024, (byte) 0);
        Files.write(lastSegment(), bytes);
        Files.delete(folder.resolve("tree"));
        try (LedgerStore store = open()) {
            assertThat(store.size()).isLessThan(4);
        }
        assertThat(folder.resolve("torn")).isDirectory();
    }

    @Test
    void makesNothingWhenItIsOnlyRead() throws IOException {
        Path none = folder.resolve("none");
        try (LedgerStore reader = FileStore.openForReading(none)) {
            assertThat(reader.size()).isZero();
            assertThat(reader.read(0, 10)).isEmpty();
            assertThat(none).doesNotExist();
            try (LedgerStore writer = FileStore.open(none, Clock.systemUTC(), Duration.ZERO)) {
                writer.append(bytes(0));
                assertThat(reader.size()).isEqualTo(1);
                assertThat(reader.read(0, 1).get(0).body()).isEqualTo(bytes(0));
            }
        }
    }

    @Test
    void keepsItsLockWhenItIsLookedAtFromTheSameProcess() throws Exception {
        try (LedgerStore writer = open()) {
            writer.append(bytes(0));
            assertThatThrownBy(this::open).isInstanceOf(LedgerFailure.class);
            assertThat(WriterLock.isHeld(folder)).isTrue();
            Process other = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            LockProbe.class.getName(),
                            folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("true");
        }
        assertThat(WriterLock.isHeld(folder)).isFalse();
    }

    /** Says whether somebody has the lock of the ledger in a folder. */
    static final class LockProbe {
        private LockProbe() {}

        public static void main(String[] args) {
            System.out.print(WriterLock.isHeld(Path.of(args[0])));
        }
    }

    @Test
    void refusesDamageBeforeALaterBatchBecauseItWasAcknowledged() throws IOException {
        fill(5);
        byte[] bytes = Files.readAllBytes(lastSegment());
        bytes[bytes.length / 2] ^= 1;
        Files.write(lastSegment(), bytes);
        Files.delete(folder.resolve("tree"));
        assertThatThrownBy(this::open)
                .isInstanceOf(LedgerFailure.class)
                .hasMessageContaining("damaged at record 2")
                .hasMessageContaining("nothing was changed");
        assertThat(Files.readAllBytes(lastSegment())).isEqualTo(bytes);
    }

    @Test
    void refusesToLoseWhatWasSigned() throws IOException {
        SigningKey key = SigningKey.generate("test");
        try (Ledger ledger = Ledger.open(open(), "test", key, Clock.systemUTC())) {
            for (int i = 0; i < 5; i++) {
                ledger.append(EventSamples.event(i));
            }
        }
        byte[] bytes = Files.readAllBytes(lastSegment());
        Files.write(lastSegment(), Arrays.copyOf(bytes, bytes.length - 10));
        assertThatThrownBy(this::open).hasMessageContaining("damaged at record 4");
        int end = new String(bytes, 0, bytes.length - 1, StandardCharsets.ISO_8859_1).lastIndexOf('\n');
        Files.write(lastSegment(), Arrays.copyOf(bytes, end + 1));
        assertThatThrownBy(this::open).hasMessageContaining("cut short").hasMessageContaining("covers 5 events");
    }

    @Test
    void makesALostOrDamagedIndexAnew() throws IOException {
        fill(50);
        byte[] tree = Files.readAllBytes(folder.resolve("tree"));
        Files.delete(folder.resolve("tree"));
        Files.write(folder.resolve("positions"), new byte[33]);
        fill(0);
        assertThat(Files.readAllBytes(folder.resolve("tree"))).isEqualTo(tree);
        byte[] damaged = tree.clone();
        damaged[damaged.length - 32 - 32] ^= 1;
        Files.write(folder.resolve("tree"), damaged);
        try (LedgerStore store = open()) {
            assertThat(store.size()).isEqualTo(50);
        }
    }

    @Test
    void stopsForGoodAfterAFailedWrite() {
        boolean[] full = {false};
        IoPoint disk = step -> {
            if (full[0] && step.equals("segment.sync")) {
                throw new IllegalStateException("No space left on device");
            }
        };
        try (LedgerStore store = FileStore.open(folder, Clock.systemUTC(), Duration.ZERO, disk, SMALL_SEGMENTS)) {
            store.append(bytes(0));
            full[0] = true;
            assertThatThrownBy(() -> store.append(bytes(1))).hasMessageContaining("No space left");
            full[0] = false;
            assertThatThrownBy(() -> store.append(bytes(2))).hasMessageContaining("stopped after a failed write");
            assertThat(store.size()).isEqualTo(1);
        }
    }
}
