package io.jenkins.plugins.aviary.bench;

import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.HostConnections;
import io.jenkins.plugins.aviary.host.InstallReport;
import io.jenkins.plugins.aviary.host.ReleaseContent;
import io.jenkins.plugins.aviary.host.ReleaseFolder;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.HostAddress;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.operation.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Brings releases to a real OpenSSH on loopback beside {@code scp} and {@code rsync} over the same server, in one run.
 * Arguments: an empty folder, the port of the sshd, a private key that it lets in, its public host key file, how many MiB
 * the large file has (1024 if not given), and two builds of a program, the old one and the new one (made up if not given).
 * Ours hashes every byte on the host and forces it to the disk; the others are followed by {@code sync}, so that all are
 * measured to the disk. {@code src/test/bench/transfer.sh} starts the sshd and runs this.
 */
public final class TransferBenchmark {
    private static final int SMALL_FILES = 10_000;
    private static final int SMALL_SIZE = 2_000;
    private static final int BINARY_MIB = 100;

    private final Path folder;
    private final int port;
    private final Path key;
    private final Path hostKey;
    /** What the store has besides the release that is sent. */
    private final Map<Digest, Path> kept = new HashMap<>();

    private long rsyncSent;

    private TransferBenchmark(Path folder, int port, Path key, Path hostKey) {
        this.folder = folder;
        this.port = port;
        this.key = key;
        this.hostKey = hostKey;
    }

    /** Measures and prints. */
    public static void main(String[] arguments) throws Exception {
        TransferBenchmark benchmark = new TransferBenchmark(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]));
        int large = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 1024;
        benchmark.large(large);
        benchmark.manySmall();
        if (arguments.length > 6) {
            benchmark.redeploy("two builds of " + arguments[5], Path.of(arguments[5]), Path.of(arguments[6]));
        } else {
            benchmark.insertedBytes();
            benchmark.movedCode();
        }
    }

    private void large(int mebibytes) throws Exception {
        Path source = Files.createDirectories(folder.resolve("large"));
        random(source.resolve("map.otbm"), mebibytes, 1);
        double ours = ours("large-world", source, "1.0").seconds();
        double scp = external("scp", source, "large-scp");
        System.out.printf(
                Locale.ROOT,
                "one file of %d MiB: ours %.2f s (%.0f MiB/s), scp %.2f s (%.0f MiB/s), ours is %.0f %% of scp's speed%n",
                mebibytes,
                ours,
                mebibytes / ours,
                scp,
                mebibytes / scp,
                100 * scp / ours);
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
        double ours = ours("small-world", source, "1.0").seconds();
        double scp = external("scp", source, "small-scp");
        double rsync = external("rsync", source, "small-rsync");
        System.out.printf(
                Locale.ROOT,
                "%d files of %d bytes: ours %.2f s, scp %.2f s (%.1f x), rsync %.2f s (%.1f x)%n",
                SMALL_FILES,
                SMALL_SIZE,
                ours,
                scp,
                scp / ours,
                rsync,
                rsync / ours);
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

    private void redeploy(String what, Path before, Path after) throws Exception {
        String world = "binary-" + what.hashCode();
        Path source = Files.createDirectories(folder.resolve("binary"));
        Path binary = source.resolve("canary");
        Files.copy(before, binary, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(binary, FileTime.fromMillis(0));
        ours(world, source, "1.0");
        external("rsync", source, world + "-rsync");
        kept.put(Digest.of(before), before);
        Files.copy(after, binary, StandardCopyOption.REPLACE_EXISTING);
        long size = Files.size(after);
        Timed ours = ours(world, source, "1.1");
        double rsync = external("rsync", source, world + "-rsync");
        System.out.printf(
                Locale.ROOT,
                "redeploy of %.0f MiB, %s: ours %.2f s, sent %.2f MiB (%.1f %%), rsync %.2f s, sent %.2f MiB (%.1f %%)%n",
                size / 1048576.0,
                what,
                ours.seconds(),
                ours.report().sentBytes() / 1048576.0,
                100.0 * ours.report().sentBytes() / size,
                rsync,
                rsyncSent / 1048576.0,
                100.0 * rsyncSent / size);
    }

    private record Timed(InstallReport report, double seconds) {}

    private Timed ours(String world, Path source, String version) throws Exception {
        Folder content = new Folder(version, source, kept);
        Quiet quiet = new Quiet(Files.readString(key));
        HostAddress address = new HostAddress(
                "loopback",
                "127.0.0.1",
                port,
                System.getProperty("user.name"),
                "key",
                Files.readString(hostKey).strip());
        try (HostConnections hosts = new HostConnections(quiet, event -> {}, quiet);
                GameHost host = hosts.host(address)) {
            host.shell("true");
            long begun = System.nanoTime();
            InstallReport report =
                    new ReleaseFolder(host, folder.resolve("hosts/" + world).toString()).install(content, quiet);
            return new Timed(report, (System.nanoTime() - begun) / 1e9);
        }
    }

    private double external(String program, Path source, String target) throws Exception {
        Path to = Files.createDirectories(folder.resolve("hosts/" + target));
        String where = System.getProperty("user.name") + "@127.0.0.1:" + to + "/";
        List<String> options =
                List.of("-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR");
        List<String> command = new ArrayList<>();
        if (program.equals("scp")) {
            command.addAll(List.of("scp", "-q", "-r", "-P", "" + port, "-i", key.toString()));
            command.addAll(options);
            command.addAll(List.of(source.toString(), where));
        } else {
            command.addAll(List.of(
                    "rsync",
                    "-a",
                    "--stats",
                    "--no-whole-file",
                    "-e",
                    "ssh -p " + port + " -i " + key + " " + String.join(" ", options)));
            command.addAll(List.of(source + "/", where));
        }
        long begun = System.nanoTime();
        run(command);
        run(List.of("sync", "-f", to.toString()));
        return (System.nanoTime() - begun) / 1e9;
    }

    private void run(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException(command + " exited with " + code);
        }
        output.lines()
                .filter(line -> line.startsWith("Total bytes sent: "))
                .forEach(line -> rsyncSent = Long.parseLong(line.replaceAll("\\D", "")));
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

    /** The files of a folder as a release. */
    private static final class Folder implements ReleaseContent {
        private final String version;
        private final List<ArtifactFile> files = new ArrayList<>();
        private final Map<Digest, Path> places = new HashMap<>();

        Folder(String version, Path source, Map<Digest, Path> kept) throws IOException {
            this.version = version;
            places.putAll(kept);
            try (Stream<Path> all = Files.walk(source)) {
                for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                    Digest digest = Digest.of(file);
                    files.add(new ArtifactFile(source.relativize(file).toString(), false, Files.size(file), digest));
                    places.put(digest, file);
                }
            }
        }

        @Override
        public Digest digest() {
            return Digest.of(version + files.hashCode());
        }

        @Override
        public String version() {
            return version;
        }

        @Override
        public List<ArtifactFile> files() {
            return files;
        }

        @Override
        public InputStream open(Digest file) throws IOException {
            if (!places.containsKey(file)) {
                throw new NoSuchFileException(file.hex());
            }
            return Files.newInputStream(places.get(file));
        }
    }

    private record Quiet(String key) implements Secrets, OperationLog, Progress {
        @Override
        public Secret text(String id) {
            return Secret.of(key);
        }

        @Override
        public String username(String id) {
            return "";
        }

        @Override
        public void info(String line) {
            System.out.println(line);
        }

        @Override
        public void warn(String line) {
            System.out.println(line);
        }

        @Override
        public void error(String line) {
            System.out.println(line);
        }

        @Override
        public void output(String line) {
            System.out.println(line);
        }

        @Override
        public Task begin(String what, long total, String unit) {
            return new Task() {
                @Override
                public void at(long done) {
                    // Nobody looks at progress here.
                }

                @Override
                public void outOf(long all) {
                    // Nobody looks at progress here.
                }

                @Override
                public void close() {
                    // Nothing is held.
                }
            };
        }
    }
}
