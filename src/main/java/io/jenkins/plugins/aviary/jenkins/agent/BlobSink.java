package io.jenkins.plugins.aviary.jenkins.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * Splits what an agent sends into the files that were asked for, each of the size that its manifest says: more than was
 * asked for is refused, less is found when the digests are checked.
 */
final class BlobSink extends OutputStream {
    private final Path folder;
    private final Iterator<BlobFolder.Blob> wanted;
    private OutputStream file;
    private long left;

    BlobSink(Path folder, List<BlobFolder.Blob> wanted) throws IOException {
        this.folder = folder;
        this.wanted = wanted.iterator();
        next();
    }

    private void next() throws IOException {
        while (left == 0 && wanted.hasNext()) {
            close();
            BlobFolder.Blob blob = wanted.next();
            file = Files.newOutputStream(folder.resolve(blob.hex()));
            left = blob.size();
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (left == 0) {
                throw new EngineDistrusted("The agent sends more than it was asked for");
            }
            int portion = (int) Math.min(left, end - at);
            file.write(bytes, at, portion);
            at += portion;
            left -= portion;
            next();
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
