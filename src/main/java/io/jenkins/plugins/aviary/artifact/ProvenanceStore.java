package io.jenkins.plugins.aviary.artifact;

import io.jenkins.plugins.aviary.ledger.Envelope;
import io.jenkins.plugins.aviary.model.CanonicalJson;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The signed provenance of artifacts, beside them: {@code provenance/abcd….json}, a DSSE envelope each. Nothing in it is
 * trusted; {@link ProvenanceCheck} judges it.
 */
public final class ProvenanceStore {
    /** How many bytes an envelope may have. */
    public static final int LARGEST = 1 << 20;

    private final Path folder;

    private ProvenanceStore(Path folder) {
        this.folder = folder;
    }

    /** The provenance of the artifacts in Aviary's own folder. */
    public static ProvenanceStore inHome(Path home) {
        return new ProvenanceStore(home.resolve("artifacts").resolve("provenance"));
    }

    /** The envelope that lies beside an artifact, as it is. */
    public Optional<byte[]> read(Digest artifact) {
        try (InputStream file = Files.newInputStream(path(artifact))) {
            byte[] bytes = file.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new ProvenanceRefused(artifact, "has more than " + LARGEST + " bytes; build the artifact again");
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new OperationFailure(
                    "The provenance of " + artifact.brief() + " cannot be read from " + path(artifact) + ": " + e, e);
        }
    }

    /** Lays an envelope beside an artifact, durably; returns its digest. */
    Digest keep(Digest artifact, Envelope envelope) {
        byte[] bytes = CanonicalJson.bytes(envelope.json());
        try {
            FolderArtifactStore.place(path(artifact), out -> out.write(bytes));
        } catch (IOException e) {
            throw new OperationFailure(
                    "The provenance of " + artifact.brief() + " cannot be written to " + path(artifact) + ": " + e, e);
        }
        return Digest.of(bytes);
    }

    private Path path(Digest artifact) {
        return folder.resolve(artifact.hex() + ".json");
    }
}
