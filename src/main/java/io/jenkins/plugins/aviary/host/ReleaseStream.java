package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.operation.Progress;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends what a host lacks of a release as one stream to its receiving script: the small files as one archive, then each
 * large file. How a large file travels is found out only when it is its turn: a patch is made while the host is at work on
 * what came before. For use by one thread.
 */
final class ReleaseStream {
    private static final int BUFFER = 256 * 1024;
    private static final int EXECUTABLE = 0755;
    private static final int PLAIN = 0644;
    private static final int MOST_ERRORS = 2000;
    private static final int MOST_ANSWER = 1 << 20;

    private final GameHost host;
    private final String path;
    private final ReleaseContent content;
    private final Progress progress;
    private final List<ArtifactFile> came = new ArrayList<>();
    private long sent;

    ReleaseStream(GameHost host, String path, ReleaseContent content, Progress progress) {
        this.host = host;
        this.path = path;
        this.content = content;
        this.progress = progress;
    }

    /** How many bytes have travelled. */
    long sent() {
        return sent;
    }

    /** How a large file travels. */
    interface Way {
        LargeFile of(ArtifactFile file) throws InterruptedException;
    }

    /**
     * Sends files and lets the release appear.
     *
     * @return the paths of large files that came out wrong; the release has not appeared then
     */
    List<String> send(List<ArtifactFile> small, List<ArtifactFile> large, Way way) throws InterruptedException {
        came.addAll(small);
        came.addAll(large);
        return transfer(small, large, way);
    }

    /** Sends large files once more, whole, and lets the release appear. */
    List<String> again(List<ArtifactFile> large) throws InterruptedException {
        return transfer(List.of(), large, LargeFile::whole);
    }

    private record Entry(String path, int mode, long size, Opener bytes) {}

    private interface Opener {
        InputStream open() throws IOException;
    }

    private List<Entry> archive(List<ArtifactFile> small) {
        String release = "./" + content.releaseName();
        List<Entry> entries = new ArrayList<>();
        for (ArtifactFile file : small) {
            entries.add(new Entry(
                    release + "/" + file.path(),
                    file.executable() ? EXECUTABLE : PLAIN,
                    file.size(),
                    () -> content.open(file.digest())));
        }
        entries.add(text(release + ".small", ReleaseTransfer.index(small)));
        entries.add(text(
                release + ".executables",
                ReleaseTransfer.lines(content.files().stream()
                        .filter(ArtifactFile::executable)
                        .map(ReleaseTransfer::local)
                        .toList())));
        // The last one, so that all the others are there when it is.
        entries.add(text(release + ".came", ReleaseTransfer.index(came)));
        return entries;
    }

    private static Entry text(String path, byte[] bytes) {
        return new Entry(path, PLAIN, bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    private List<String> transfer(List<ArtifactFile> small, List<ArtifactFile> large, Way way)
            throws InterruptedException {
        List<Entry> archive = archive(small);
        long archived = TarStream.endLength();
        long total = large.stream().mapToLong(ArtifactFile::size).sum();
        for (Entry entry : archive) {
            archived += TarStream.length(entry.path(), entry.size());
            total += entry.size();
        }
        RemoteCommand receive = RemoteCommand.shell(
                HostScript.RECEIVE_RELEASE.text(),
                path,
                content.releaseName(),
                content.digest().hex(),
                String.valueOf(archived));
        try (Progress.Task task = progress.begin("Sending to " + host.name(), total, "bytes");
                HostProcess process = host.start(receive)) {
            Counter counter = new Counter(task, total);
            Refusal refusal = new Refusal(process.input());
            IOException cut = null;
            try (OutputStream input = new BufferedOutputStream(refusal, BUFFER)) {
                write(archive, input, counter);
                write(large, way, input, counter);
            } catch (IOException e) {
                cut = e;
            }
            int code = process.await(ReleaseTransfer.PATIENCE).orElse(-1);
            sent += counter.sent;
            if (cut != null && !refusal.happened) {
                throw notSent(cut.getMessage(), cut);
            }
            if (cut != null || code != 0) {
                throw notSent(complaint(process, code, cut), cut);
            }
            return new String(process.output().readNBytes(MOST_ANSWER), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("wrong "))
                    .map(line -> line.substring("wrong ".length()))
                    .toList();
        } catch (IOException e) {
            throw new HostFailure(host.name() + " did not take " + content.releaseName() + ": " + e.getMessage(), e);
        }
    }

    private static void write(List<Entry> archive, OutputStream input, Counter counter)
            throws IOException, InterruptedException {
        TarStream tar = new TarStream(input);
        for (Entry entry : archive) {
            try (InputStream bytes = entry.bytes().open()) {
                tar.file(entry.path(), entry.mode(), entry.size(), bytes, counter);
            }
        }
        tar.end();
    }

    private void write(List<ArtifactFile> large, Way way, OutputStream input, Counter counter)
            throws IOException, InterruptedException {
        for (ArtifactFile file : large) {
            LargeFile each = way.of(file);
            counter.spared(file.size() - each.length());
            input.write(each.line(ReleaseTransfer.local(file)).getBytes(StandardCharsets.UTF_8));
            if (each.kind() == LargeFile.Kind.PATCH) {
                input.write(each.patch());
                input.flush();
                counter.sent(each.patch().length);
            } else {
                copy(each, input, counter);
            }
        }
        input.write("end\n".getBytes(StandardCharsets.UTF_8));
    }

    private void copy(LargeFile each, OutputStream input, Counter counter) throws IOException, InterruptedException {
        try (InputStream bytes = content.open(each.file().digest())) {
            bytes.skipNBytes(each.offset());
            byte[] buffer = new byte[BUFFER];
            long left = each.length();
            while (left > 0) {
                int read = bytes.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    break;
                }
                input.write(buffer, 0, read);
                counter.sent(read);
                left -= read;
            }
            if (left > 0 || bytes.read() >= 0) {
                throw new IOException("the file " + each.file().path() + " has not the size that the artifact says");
            }
        }
    }

    private static String complaint(HostProcess process, int code, IOException cut) throws IOException {
        return new String(process.errors().readNBytes(MOST_ERRORS), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse(cut == null ? "exit code " + code : cut.getMessage());
    }

    private HostFailure notSent(String why, IOException cause) {
        return new HostFailure(
                host.name() + " did not take " + content.releaseName() + ": " + why
                        + "; nothing was changed for the running server",
                cause);
    }

    /** Tells whether it was the host that took no more, and not the store that gave no more. */
    private static final class Refusal extends FilterOutputStream {
        private boolean happened;

        Refusal(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                happened = true;
                throw e;
            }
        }
    }

    private static final class Counter implements TarStream.Meter {
        private final Progress.Task task;
        private long total;
        private long sent;

        Counter(Progress.Task task, long total) {
            this.task = task;
            this.total = total;
        }

        /** Less travels than it seemed. */
        void spared(long bytes) {
            if (bytes != 0) {
                total -= bytes;
                task.outOf(total);
            }
        }

        @Override
        public void sent(long bytes) throws InterruptedException {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("cancelled while sending");
            }
            sent += bytes;
            task.at(sent);
        }
    }
}
