package io.jenkins.plugins.aviary.bench;

import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Brings releases to a real OpenSSH on loopback beside {@code scp} and {@code rsync} over the same server, in rounds that
 * take turns, and prints medians and their ratios. Ours hashes every byte on the host and forces it to the disk; the
 * others are followed by {@code sync}, so that all are measured to the disk. Arguments: an empty folder, the port of the
 * sshd, its process id, a private key that it lets in, its public host key file, how many rounds, which work
 * ({@code large}, {@code small}, {@code redeploy} or {@code all}), how many MiB the large file has, and perhaps two builds
 * of a program, the old one and the new one. {@code src/test/bench/transfer.sh} starts the sshd and runs this.
 */
public final class TransferBenchmark {
    private static final int SMALL_FILES = 10_000;
    private static final int SMALL_SIZE = 2_000;
    private static final int BINARY_MIB = 100;

    private final Path folder;
    private final Deliveries deliveries;
    private final SshPeers peers;
    private final int rounds;
    private int targets;

    private TransferBenchmark(Path folder, Deliveries deliveries, SshPeers peers, int rounds) {
        this.folder = folder;
        this.deliveries = deliveries;
        this.peers = peers;
        this.rounds = rounds;
    }

    /** Measures and prints. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        long server = Long.parseLong(arguments[2]);
        Path key = Path.of(arguments[3]);
        TransferBenchmark benchmark = new TransferBenchmark(
                Path.of(arguments[0]),
                new Deliveries(port, key, Path.of(arguments[4]), server),
                new SshPeers(port, key, server),
                Integer.parseInt(arguments[5]));
        String work = arguments[6];
        if (work.equals("large") || work.equals("all")) {
            benchmark.large(Integer.parseInt(arguments[7]));
        }
        if (work.equals("small") || work.equals("all")) {
            benchmark.manySmall();
        }
        if (work.equals("redeploy") || work.equals("all")) {
            if (arguments.length > 9) {
                benchmark.redeploy("two builds of a program", Path.of(arguments[8]), Path.of(arguments[9]));
            } else {
                benchmark.insertedBytes();
                benchmark.movedCode();
            }
        }
    }

    private void large(int mebibytes) throws Exception {
        Path source = Files.createDirectories(folder.resolve("large"));
        random(source.resolve("map.otbm"), mebibytes, 1);
        fresh("one file of " + mebibytes + " MiB", source, "scp");
    }

    private void manySmall() throws Exception {
        Path source = Files.createDirectories(folder.resolve("small"));
        Random random = new Random(2);
        byte[] bytes = new byte[SMALL_SIZE];
        for (int file = 0; file < SMALL_FILES; file++) {
            random.nextBytes(bytes);
            Path place = source.resolve("data/" + file % 100 + "/script" + file + ".lua");
            Files.createDirectories(place.getParent());
            Files.write(place, bytes);
        }
        fresh(SMALL_FILES + " files of " + SMALL_SIZE + " bytes", source, "scp", "rsync");
    }

    /** A folder goes where nothing is yet. */
    private void fresh(String what, Path source, String... tools) throws Exception {
        FolderRelease release = new FolderRelease("1.0", source, Map.of());
        Map<String, List<TransferCost>> costs = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            Path target = clean();
            add(costs, "ours", deliveries.send(release, target.resolve("world")));
            for (String tool : tools) {
                target = clean();
                add(costs, tool, peers.send(tool, source, target.resolve("peer")));
            }
        }
        print(what, costs);
    }

    private static void add(Map<String, List<TransferCost>> costs, String tool, TransferCost cost) {
        costs.computeIfAbsent(tool, unknown -> new ArrayList<>()).add(cost);
    }

    /** What a change of data looks like: a little more in the middle, and a few bytes here and there. */
    private void insertedBytes() throws Exception {
        Path before = folder.resolve("inserted-before");
        random(before, BINARY_MIB, 3);
        byte[] changed = moved(Files.readAllBytes(before));
        Random random = new Random(4);
        for (int change = 0; change < 20; change++) {
            changed[random.nextInt(changed.length)] ^= 1;
        }
        redeploy("1000 bytes more and 20 changed", before, Files.write(folder.resolve("inserted-after"), changed));
    }

    /** What a linker makes of a function that grew: code moves, and a third of the binary has another address every 40 bytes. */
    private void movedCode() throws Exception {
        Path before = folder.resolve("moved-before");
        random(before, BINARY_MIB, 5);
        byte[] changed = moved(Files.readAllBytes(before));
        for (int at = changed.length / 3; at < changed.length / 3 * 2; at += 40) {
            changed[at] += 104;
        }
        redeploy("code that moved", before, Files.write(folder.resolve("moved-after"), changed));
    }

    private static byte[] moved(byte[] bytes) {
        byte[] changed = new byte[bytes.length + 1000];
        System.arraycopy(bytes, 0, changed, 0, bytes.length / 2);
        System.arraycopy(bytes, bytes.length / 2, changed, bytes.length / 2 + 1000, bytes.length - bytes.length / 2);
        return changed;
    }

    /** A program goes where an older build of it is. */
    private void redeploy(String what, Path before, Path after) throws Exception {
        Path source = Files.createDirectories(folder.resolve("binary"));
        Path binary = source.resolve("canary");
        Map<Digest, Path> kept = new HashMap<>(Map.of(Digest.of(before), before));
        Map<String, List<TransferCost>> costs = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            Path target = clean();
            Files.copy(before, binary, StandardCopyOption.REPLACE_EXISTING);
            Files.setLastModifiedTime(binary, FileTime.fromMillis(0));
            deliveries.send(new FolderRelease("1.0", source, kept), target.resolve("world"));
            peers.send("rsync", source, target.resolve("peer"));
            Files.copy(after, binary, StandardCopyOption.REPLACE_EXISTING);
            // Patches are kept for the next host, so each round has another build.
            Files.writeString(binary, "round " + round, StandardOpenOption.APPEND);
            FolderRelease release = new FolderRelease("1.1", source, kept);
            SshPeers.sync();
            add(costs, "ours", deliveries.send(release, target.resolve("world")));
            add(costs, "rsync", peers.send("rsync", source, target.resolve("peer")));
        }
        long size = Files.size(after);
        print(String.format(Locale.ROOT, "redeploy of %.0f MiB, %s", size / 1048576.0, what), costs);
        costs.forEach((tool, each) -> System.out.printf(
                Locale.ROOT,
                "  %s sends %.1f %%%n",
                tool,
                100.0 * TransferCost.median(each).sent() / size));
    }

    private static void print(String what, Map<String, List<TransferCost>> costs) {
        List<TransferCost> ours = costs.get("ours");
        System.out.println(what + ", medians of " + ours.size());
        costs.forEach((tool, each) -> System.out.println(TransferCost.line(tool, each)));
        TransferCost mine = TransferCost.median(ours);
        costs.forEach((tool, each) -> {
            TransferCost theirs = TransferCost.median(each);
            if (each != ours) {
                System.out.printf(
                        Locale.ROOT,
                        "  ours is %.2f x as fast as %s by the clock, and takes %.2f x its processor time%n",
                        theirs.seconds() / mine.seconds(),
                        tool,
                        mine.processor() / theirs.processor());
            }
        });
    }

    /**
     * An empty folder to send to, with nothing left to be written to the disk. Where many files were, they stay: ext4 passes
     * over what was deleted lately, one by one, whenever it makes a file, which would be measured then.
     */
    private Path clean() throws IOException, InterruptedException {
        Path last = folder.resolve("hosts" + targets++);
        if (Files.exists(last)) {
            try (Stream<Path> all = Files.walk(last)) {
                List<Path> entries = all.sorted(Comparator.reverseOrder()).toList();
                for (Path each : entries.size() < SMALL_FILES ? entries : List.<Path>of()) {
                    Files.delete(each);
                }
            }
        }
        Path target = Files.createDirectories(folder.resolve("hosts" + targets));
        SshPeers.sync();
        return target;
    }

    private static void random(Path file, int mebibytes, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int index = 0; index < mebibytes; index++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
    }
}
