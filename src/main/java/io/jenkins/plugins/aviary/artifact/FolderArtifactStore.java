package io.jenkins.plugins.aviary.artifact;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.CanonicalJson;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.util.Map;
import java.util.Objects;

/**
 * Artifacts in a folder: {@code blobs/ab/abcd…} holds the content of files, {@code manifests/abcd….json} what an
 * artifact consists of. A file that several artifacts share is kept once. Everything is written beside its place,
 * forced to the disk and renamed, and the manifest comes last: an artifact that can be found is whole.
 */
public final class FolderArtifactStore implements ArtifactStore {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private final Path folder;

    /** A store in a folder, which is made when the first artifact is put in. */
    public FolderArtifactStore(Path folder) {
        this.folder = folder;
    }

    /** The store inside Aviary's own folder. */
    public static FolderArtifactStore inHome(Path home) {
        return new FolderArtifactStore(home.resolve("artifacts"));
    }

    @Override
    public Digest put(ArtifactManifest manifest, Map<Digest, Path> files) throws IOException {
        for (ArtifactFile file : manifest.files()) {
            Path source = files.get(file.digest());
            if (source == null) {
                throw new IllegalArgumentException("Nobody says where the content of " + file.path() + " is");
            }
            putBlob(file, source);
        }
        byte[] json = canonical(manifest);
        Digest name = Digest.of(json);
        Path place = manifestPath(name);
        if (!Files.exists(place)) {
            place(place, out -> out.write(json));
        }
        return name;
    }

    @Override
    public ArtifactManifest manifest(Digest artifact) throws IOException {
        byte[] json;
        try {
            json = Files.readAllBytes(manifestPath(artifact));
        } catch (NoSuchFileException e) {
            throw new UnknownArtifact(artifact, folder.toString());
        }
        if (!Digest.of(json).equals(artifact)) {
            throw new ArtifactDamaged("The manifest of artifact " + artifact + " in " + folder
                    + " was changed; build the artifact again and look who can write there.");
        }
        try {
            return MAPPER.readValue(json, ArtifactManifest.class);
        } catch (JsonProcessingException e) {
            throw new ArtifactDamaged(
                    "The manifest of artifact " + artifact + " cannot be read: " + e.getOriginalMessage());
        }
    }

    @Override
    public InputStream open(Digest file) throws IOException {
        return Files.newInputStream(blobPath(file));
    }

    @Override
    public void verify(Digest artifact) throws IOException {
        for (ArtifactFile file : manifest(artifact).files()) {
            Path blob = blobPath(file.digest());
            if (!Files.isRegularFile(blob)) {
                throw new ArtifactDamaged(
                        "The artifact " + artifact + " lacks the content of " + file.path() + "; build it again.");
            }
            if (!Digest.of(blob).equals(file.digest())) {
                throw new ArtifactDamaged("In the artifact " + artifact + " the content of " + file.path()
                        + " was changed on the disk; build it again.");
            }
        }
    }

    private void putBlob(ArtifactFile file, Path source) throws IOException {
        Path blob = blobPath(file.digest());
        if (Files.exists(blob) && Files.size(blob) == file.size()) {
            return;
        }
        var hash = Digest.sha256();
        try (InputStream content = new DigestInputStream(Files.newInputStream(source), hash)) {
            place(blob, out -> {
                content.transferTo(out);
                Digest found = Digest.ofHash(hash.digest());
                if (!found.equals(file.digest())) {
                    throw new ArtifactDamaged("The file " + source + " changed while it was packaged (" + file.path()
                            + "); build again, with nothing else writing there.");
                }
            });
        }
    }

    /** Writes the content of a file. */
    interface Writing {
        void to(OutputStream out) throws IOException;
    }

    /** Writes a file so that it is there as a whole or not at all, and durable. */
    static void place(Path place, Writing writing) throws IOException {
        Path parent =
                Files.createDirectories(Objects.requireNonNull(place.getParent(), "every place lies in a folder"));
        Path beside = Files.createTempFile(parent, ".incoming-", "");
        try {
            try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                OutputStream out = Channels.newOutputStream(channel);
                writing.to(out);
                channel.force(true);
            }
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(parent);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    /** Makes the rename durable, where the platform can force a folder to the disk. */
    private static void forceFolder(Path folder) throws IOException {
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static byte[] canonical(ArtifactManifest manifest) {
        return CanonicalJson.bytes(MAPPER.valueToTree(manifest));
    }

    private Path manifestPath(Digest artifact) {
        return folder.resolve("manifests").resolve(artifact.hex() + ".json");
    }

    private Path blobPath(Digest file) {
        return folder.resolve("blobs").resolve(file.hex().substring(0, 2)).resolve(file.hex());
    }
}
