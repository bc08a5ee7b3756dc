package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.remoting.RemoteInputStream;
import hudson.remoting.RemoteOutputStream;
import hudson.remoting.VirtualChannel;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import jenkins.agents.ControllerToAgentFileCallable;

/**
 * The artifact folder of an agent, as {@code artifact.FolderArtifactStore} lays it out; what runs here on the agent uses
 * the JDK alone, so that no library has to cross the wire.
 */
final class BlobFolder {
    private BlobFolder() {}

    /**
     * The content of one file of an artifact.
     *
     * @param hex its digest
     * @param size its size in bytes
     */
    record Blob(String hex, long size) implements java.io.Serializable {
        Path in(Path artifacts) {
            return artifacts.resolve("blobs").resolve(hex.substring(0, 2)).resolve(hex);
        }
    }

    /** Which of these an agent lacks. */
    record Missing(ArrayList<Blob> wanted) implements ControllerToAgentFileCallable<ArrayList<Blob>> {
        @Override
        public ArrayList<Blob> invoke(File folder, VirtualChannel channel) throws IOException {
            ArrayList<Blob> missing = new ArrayList<>();
            for (Blob blob : wanted) {
                Path path = blob.in(folder.toPath());
                if (!Files.isRegularFile(path) || Files.size(path) != blob.size()) {
                    missing.add(blob);
                }
            }
            return missing;
        }
    }

    /** Sends these to the controller, one behind the other. */
    record Send(ArrayList<Blob> wanted, RemoteOutputStream out) implements ControllerToAgentFileCallable<Void> {
        @Override
        public Void invoke(File folder, VirtualChannel channel) throws IOException {
            try (OutputStream stream = out) {
                for (Blob blob : wanted) {
                    Files.copy(blob.in(folder.toPath()), stream);
                }
            }
            return null;
        }
    }

    /** Takes these from the controller, one behind the other, and then the manifest: an artifact that is found is whole. */
    record Receive(ArrayList<Blob> sent, RemoteInputStream in, String name, String manifest)
            implements ControllerToAgentFileCallable<Void> {
        @Override
        public Void invoke(File folder, VirtualChannel channel) throws IOException {
            Path artifacts = folder.toPath();
            try (InputStream stream = in) {
                for (Blob blob : sent) {
                    place(blob.in(artifacts), stream, blob);
                }
            }
            Path place = artifacts.resolve("manifests").resolve(name + ".json");
            Path draft = beside(place);
            Files.writeString(draft, manifest, StandardCharsets.UTF_8);
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
            return null;
        }
    }

    /** Reads one blob off a stream and puts it into its place, if it is what its name says. */
    static void place(Path place, InputStream stream, Blob blob) throws IOException {
        Path draft = beside(place);
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            try (OutputStream out = Files.newOutputStream(draft)) {
                copy(stream, out, blob.size(), hash);
            }
            if (!HexFormat.of().formatHex(hash.digest()).equals(blob.hex())) {
                throw new IOException("The content of " + blob.hex() + " was changed on its way or on the disk");
            }
            Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void copy(InputStream stream, OutputStream out, long size, MessageDigest hash) throws IOException {
        byte[] buffer = new byte[64 << 10];
        long left = size;
        while (left > 0) {
            int read = stream.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("The stream ended " + left + " bytes too early");
            }
            hash.update(buffer, 0, read);
            out.write(buffer, 0, read);
            left -= read;
        }
    }

    private static Path beside(Path place) throws IOException {
        Path parent = Objects.requireNonNull(place.toAbsolutePath().getParent(), "every place lies in a folder");
        Files.createDirectories(parent);
        return Files.createTempFile(parent, ".incoming-", "");
    }

    static ArrayList<Blob> blobs(List<io.jenkins.plugins.aviary.model.ArtifactFile> files) {
        ArrayList<Blob> blobs = new ArrayList<>();
        files.stream()
                .map(file -> new Blob(file.digest().hex(), file.size()))
                .distinct()
                .forEach(blobs::add);
        return blobs;
    }
}
