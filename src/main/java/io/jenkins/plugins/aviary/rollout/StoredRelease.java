package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.artifact.ArtifactStore;
import io.jenkins.plugins.aviary.host.ReleaseContent;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A release whose content is in the artifact store.
 *
 * @param digest the artifact's digest
 * @param manifest what it consists of
 * @param store where its content is
 */
public record StoredRelease(Digest digest, ArtifactManifest manifest, ArtifactStore store) implements ReleaseContent {
    /**
     * The release of an artifact.
     *
     * @throws OperationFailure if the store does not have it, or cannot be read
     */
    public static StoredRelease of(Digest digest, ArtifactStore store) {
        try {
            return new StoredRelease(digest, store.manifest(digest), store);
        } catch (IOException e) {
            throw new OperationFailure("The artifact " + digest + " cannot be read: " + e, e);
        }
    }

    /** The highest migration that it knows, or nothing if nobody noted it. */
    public OptionalInt databaseVersion() {
        String noted = manifest.properties().getOrDefault("databaseVersion", "");
        return noted.matches("[1-9]\\d{0,8}") ? OptionalInt.of(Integer.parseInt(noted)) : OptionalInt.empty();
    }

    /** One of its files. */
    public Optional<ArtifactFile> file(String path) {
        return files().stream().filter(file -> file.path().equals(path)).findFirst();
    }

    @Override
    public String version() {
        return manifest.version();
    }

    @Override
    public List<ArtifactFile> files() {
        return manifest.files();
    }

    @Override
    public InputStream open(Digest file) throws IOException {
        return store.open(file);
    }
}
