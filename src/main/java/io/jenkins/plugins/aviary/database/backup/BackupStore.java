package io.jenkins.plugins.aviary.database.backup;

import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The backups in Aviary's folder: {@code backups/ENVIRONMENT/WORLD/DIGEST/}, with {@code drill.json} in each that was
 * restored for proof. They hold what players have, so nobody else on the machine may read them. Safe for use by several
 * processes.
 */
public final class BackupStore {
    private static final String DRILL = "drill.json";

    private final Path folder;

    /** The store in a folder. */
    public BackupStore(Path folder) {
        this.folder = folder;
    }

    /** The store inside Aviary's own folder. */
    public static BackupStore inHome(Path home) {
        return new BackupStore(home.resolve("backups"));
    }

    /**
     * A backup of the store.
     *
     * @param name its name: the digest of its manifest
     * @param manifest what it consists of
     * @param drill what came of restoring it, if that was done
     */
    public record Stored(Digest name, BackupManifest manifest, Optional<DrillReport> drill) {
        /** Whether it was restored, and what was restored was what had been backed up. */
        public boolean valid() {
            return drill.map(DrillReport::valid).orElse(false);
        }
    }

    /** A folder for a backup that is being written. */
    Path incoming(World world) throws IOException {
        Path place = place(world.environment(), world.name());
        createPrivate(place);
        return Files.createTempDirectory(place, ".incoming-");
    }

    private void createPrivate(Path place) throws IOException {
        boolean fresh = !Files.exists(folder);
        Files.createDirectories(place);
        if (fresh && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Gives a backup that was written its name; from then on it is in the store. */
    void publish(Path incoming, World world, Digest name) throws IOException {
        Path place = place(world.environment(), world.name()).resolve(name.hex());
        if (Files.exists(place)) {
            deleteTree(incoming);
        } else {
            Files.move(incoming, place, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Keeps what came of restoring a backup. */
    void keep(World world, Digest name, DrillReport report) throws IOException {
        Path place = place(world.environment(), world.name()).resolve(name.hex());
        Path beside = Files.createTempFile(place, ".incoming-", "");
        Files.write(beside, BackupFiles.mapper().writeValueAsBytes(report));
        Files.move(beside, place.resolve(DRILL), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The files of a backup. */
    BackupFiles files(World world, Digest name) {
        return new BackupFiles(place(world.environment(), world.name()).resolve(name.hex()));
    }

    private Path place(String environment, String world) {
        return folder.resolve(plain(environment)).resolve(plain(world));
    }

    /** Names of worlds may have any characters; names of folders may not. */
    private static String plain(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_-]", "_");
        return plain.equals(name) ? name : plain + "-" + Digest.of(name).brief();
    }

    /** The backups of a world, newest first. One whose manifest is damaged is left out. */
    public List<Stored> of(String environment, String world) {
        Path place = place(environment, world);
        List<Stored> found = new ArrayList<>();
        if (!Files.isDirectory(place)) {
            return found;
        }
        try (Stream<Path> folders = Files.list(place)) {
            for (Path backup : folders.toList()) {
                String name = Objects.requireNonNull(backup.getFileName(), "a listed folder has a name")
                        .toString();
                if (name.matches("[0-9a-f]{64}")) {
                    read(backup, new Digest(name)).ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            throw new OperationFailure("The backups in " + place + " cannot be listed: " + e, e);
        }
        found.sort(Comparator.comparing((Stored stored) -> stored.manifest().time())
                .reversed());
        return found;
    }

    private static Optional<Stored> read(Path backup, Digest name) throws IOException {
        try {
            BackupManifest manifest = new BackupFiles(backup).manifest(name);
            Path drill = backup.resolve(DRILL);
            Optional<DrillReport> report = Files.isRegularFile(drill)
                    ? Optional.of(BackupFiles.mapper().readValue(Files.readAllBytes(drill), DrillReport.class))
                    : Optional.empty();
            return Optional.of(new Stored(name, manifest, report));
        } catch (BackupDamaged | java.nio.file.NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The newest backup of a world that was proved by restoring it. */
    public Optional<Stored> newestValid(String environment, String world) {
        return of(environment, world).stream().filter(Stored::valid).findFirst();
    }

    /**
     * Deletes old backups of a world, and what runs that were broken off left behind a day ago or earlier. The newest valid ones
     * always stay, and so does everything that is newer than the newest valid one.
     *
     * @param keep how many valid ones stay, at least 1
     * @return the names of those that were deleted
     */
    List<Digest> prune(World world, int keep, Instant now) throws IOException {
        List<Digest> deleted = new ArrayList<>();
        int valid = 0;
        for (Stored stored : of(world.environment(), world.name())) {
            if (valid >= keep) {
                Path place = place(world.environment(), world.name());
                Path away = place.resolve(".deleted-" + stored.name().hex());
                Files.move(place.resolve(stored.name().hex()), away, StandardCopyOption.ATOMIC_MOVE);
                deleteTree(away);
                deleted.add(stored.name());
            } else if (stored.valid()) {
                valid++;
            }
        }
        sweep(place(world.environment(), world.name()), now);
        return deleted;
    }

    private static void sweep(Path place, Instant now) throws IOException {
        try (Stream<Path> folders = Files.list(place)) {
            for (Path left : folders.toList()) {
                String name = Objects.requireNonNull(left.getFileName(), "a listed folder has a name")
                        .toString();
                boolean ours = name.startsWith(".incoming-") || name.startsWith(".deleted-");
                if (ours && Files.getLastModifiedTime(left).toInstant().isBefore(now.minusSeconds(24 * 3600))) {
                    deleteTree(left);
                }
            }
        }
    }

    static void deleteTree(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
