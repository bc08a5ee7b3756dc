package io.jenkins.plugins.aviary.jenkins.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import hudson.FilePath;
import hudson.model.TaskListener;
import hudson.remoting.RemoteInputStream;
import hudson.remoting.RemoteOutputStream;
import io.jenkins.plugins.aviary.artifact.ArtifactStore;
import io.jenkins.plugins.aviary.artifact.UnknownArtifact;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.CanonicalJson;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Brings artifacts from the agent that built them to the controller, whose store is the one of record, and from there to
 * the agent that delivers them. Only what the other side lacks is sent, and every byte is checked where it arrives.
 */
final class ArtifactTransfer {
    /** The form of a digest. */
    static final String DIGEST = "[0-9a-f]{64}";

    private static final int LARGEST_MANIFEST = 32 << 20;
    private static final int MOST_FILES = 500_000;
    private static final long LARGEST = Long.getLong(ArtifactTransfer.class.getName() + ".LARGEST", 16L << 30);
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private ArtifactTransfer() {}

    /** Fetches an artifact that an operation has made. */
    static void toController(String hex, FilePath workspace, TaskListener listener)
            throws IOException, InterruptedException {
        Digest artifact = new Digest(hex);
        ArtifactStore store = Installation.get().artifacts();
        if (known(store, artifact)) {
            return;
        }
        FilePath folder = AgentFolder.home(workspace).child("artifacts");
        byte[] json = folder.child("manifests").child(hex + ".json").act(new ReadBounded(0, LARGEST_MANIFEST));
        if (json.length == 0) {
            // The result names an artifact that this agent has not: one that was built elsewhere.
            return;
        }
        ArtifactManifest manifest = manifest(json, artifact);
        Path incoming = Files.createTempDirectory(
                Files.createDirectories(Installation.get().home()), "incoming-");
        try {
            ArrayList<BlobFolder.Blob> missing = new BlobFolder.Missing(BlobFolder.blobs(manifest.files()))
                    .invoke(Installation.get().home().resolve("artifacts").toFile(), null);
            try (OutputStream sink = new BlobSink(incoming, missing)) {
                folder.act(new BlobFolder.Send(missing, new RemoteOutputStream(sink)));
            }
            store.put(manifest, places(manifest, incoming));
        } finally {
            delete(incoming);
        }
        listener.getLogger()
                .println("Kept " + manifest.name() + " " + manifest.version() + " (" + artifact.hex()
                        + ") in Jenkins's artifact store");
    }

    private static Map<Digest, Path> places(ArtifactManifest manifest, Path incoming) {
        Map<Digest, Path> places = new HashMap<>();
        Path kept = Installation.get().home().resolve("artifacts");
        for (ArtifactFile file : manifest.files()) {
            Path arrived = incoming.resolve(file.digest().hex());
            BlobFolder.Blob blob = new BlobFolder.Blob(file.digest().hex(), file.size());
            places.put(file.digest(), Files.exists(arrived) ? arrived : blob.in(kept));
        }
        return places;
    }

    static boolean known(ArtifactStore store, Digest artifact) throws IOException {
        try {
            store.manifest(artifact);
            return true;
        } catch (UnknownArtifact e) {
            return false;
        }
    }

    private static ArtifactManifest manifest(byte[] json, Digest artifact) throws EngineDistrusted {
        if (!Digest.of(json).equals(artifact)) {
            throw new EngineDistrusted("The manifest of the artifact " + artifact.hex() + " on the agent was changed");
        }
        try {
            ArtifactManifest manifest = MAPPER.readValue(json, ArtifactManifest.class);
            if (manifest.files().size() > MOST_FILES || manifest.size() > LARGEST || manifest.size() < 0) {
                throw new EngineDistrusted("The artifact " + artifact.hex() + " has more than " + MOST_FILES
                        + " files or " + LARGEST + " bytes");
            }
            return manifest;
        } catch (JsonProcessingException e) {
            throw new EngineDistrusted("The manifest of the artifact " + artifact.hex() + " is none", e);
        } catch (IOException e) {
            throw new EngineDistrusted("The manifest of the artifact " + artifact.hex() + " cannot be read", e);
        }
    }

    /** Sends the artifacts that an operation's parameters name and the agent lacks. */
    static void toAgent(Map<String, ?> parameters, FilePath workspace, TaskListener listener)
            throws IOException, InterruptedException {
        ArtifactStore store = Installation.get().artifacts();
        for (Object value : parameters.values()) {
            if (value instanceof String hex && hex.matches(DIGEST) && known(store, new Digest(hex))) {
                send(store, new Digest(hex), AgentFolder.home(workspace).child("artifacts"), listener);
            }
        }
    }

    private static void send(ArtifactStore store, Digest artifact, FilePath folder, TaskListener listener)
            throws IOException, InterruptedException {
        if (folder.child("manifests").child(artifact.hex() + ".json").exists()) {
            return;
        }
        ArtifactManifest manifest = store.manifest(artifact);
        ArrayList<BlobFolder.Blob> missing = folder.act(new BlobFolder.Missing(BlobFolder.blobs(manifest.files())));
        long bytes = missing.stream().mapToLong(BlobFolder.Blob::size).sum();
        listener.getLogger()
                .println("Sending " + manifest.name() + " " + manifest.version() + " to the agent (" + bytes / 1024
                        + " KiB of " + manifest.size() / 1024 + " KiB)");
        String json = new String(CanonicalJson.bytes(MAPPER.valueToTree(manifest)), StandardCharsets.UTF_8);
        try (InputStream content =
                new BufferedInputStream(new SequenceInputStream(contents(store, missing.iterator())))) {
            RemoteInputStream sent = new RemoteInputStream(content, RemoteInputStream.Flag.NOT_GREEDY);
            folder.act(new BlobFolder.Receive(missing, sent, artifact.hex(), json));
        }
    }

    private static Enumeration<InputStream> contents(ArtifactStore store, Iterator<BlobFolder.Blob> blobs) {
        return new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return blobs.hasNext();
            }

            @Override
            public InputStream nextElement() {
                try {
                    return store.open(new Digest(blobs.next().hex()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }
}
