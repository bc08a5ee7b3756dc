package io.jenkins.plugins.aviary.artifact;

import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;

/** Where artifacts are kept. What was put in is never changed, and safe for use by several threads and processes. */
public interface ArtifactStore {
    /**
     * Keeps an artifact; once this returns it is durable.
     *
     * @param manifest what it consists of
     * @param files where the content of each of its files is now
     * @return the artifact's name: the digest of its manifest
     * @throws ArtifactDamaged if a file's content is not what the manifest says
     */
    Digest put(ArtifactManifest manifest, Map<Digest, Path> files) throws IOException;

    /**
     * The manifest of an artifact.
     *
     * @throws UnknownArtifact if the store has none of that name
     * @throws ArtifactDamaged if what is stored under that name is something else
     */
    ArtifactManifest manifest(Digest artifact) throws IOException;

    /** The content of a file; the reader checks it against the digest, since a disk can lie. */
    InputStream open(Digest file) throws IOException;

    /**
     * Reads every byte of an artifact.
     *
     * @throws ArtifactDamaged if one of its files is missing or changed, naming it
     */
    void verify(Digest artifact) throws IOException;
}
