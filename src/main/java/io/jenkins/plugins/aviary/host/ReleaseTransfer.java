package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.operation.Progress;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Brings one release to one world folder: what the host has under any of its releases is copied there, only the rest
 * travels, and nothing counts as there before the host's own sha256sum agrees. An attempt that was cut off is gone on
 * with.
 */
final class ReleaseTransfer {
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final int MOST_OUTPUT = 256 << 20;
    private static final int BUFFER = 256 * 1024;
    private static final int EXECUTABLE = 0755;
    private static final int PLAIN = 0644;

    private final GameHost host;
    private final String path;
    private final ReleaseContent content;

    ReleaseTransfer(GameHost host, String path, ReleaseContent content) {
        this.host = host;
        this.path = path;
        this.content = content;
    }

    InstallReport run(Progress progress) throws InterruptedException {
        String release = content.releaseName();
        String incoming = path + "/.aviary/incoming/" + release;
        List<ArtifactFile> files = content.files();
        byte[] index = index(files);
        byte[] executables = lines(files.stream()
                .filter(ArtifactFile::executable)
                .map(ReleaseTransfer::local)
                .toList());
        run(RemoteCommand.of("mkdir", "-p", "--", path + "/.aviary/incoming"), "make room in " + path);
        host.writeAtomically(incoming + ".sha256", index, PLAIN);
        host.writeAtomically(incoming + ".executables", executables, PLAIN);
        List<ArtifactFile> missing = missing(files);
        long sent = missing.isEmpty() ? 0 : send(missing, progress);
        finish(missing);
        long bytes = files.stream().mapToLong(ArtifactFile::size).sum();
        return new InstallReport(
                release, files.size(), bytes, sent + index.length + executables.length, missing.isEmpty());
    }

    private List<ArtifactFile> missing(List<ArtifactFile> files) throws InterruptedException {
        String output = run(
                RemoteCommand.shell(HostScript.PREPARE_RELEASE.text(), path, content.releaseName()),
                "prepare " + content.releaseName());
        Map<String, ArtifactFile> byPath = new HashMap<>();
        files.forEach(file -> byPath.put(local(file), file));
        List<ArtifactFile> missing = new ArrayList<>();
        for (String line : output.lines().toList()) {
            int colon = line.lastIndexOf(": FAILED");
            ArtifactFile file = colon < 0 ? null : byPath.get(line.substring(0, colon));
            if (file != null) {
                missing.add(file);
            }
        }
        return missing;
    }

    private long send(List<ArtifactFile> missing, Progress progress) throws InterruptedException {
        long total = missing.stream().mapToLong(ArtifactFile::size).sum();
        RemoteCommand receive = RemoteCommand.shell(HostScript.RECEIVE_FILES.text(), path, content.releaseName());
        try (Progress.Task task = progress.begin("Sending to " + host.name(), total, "bytes");
                HostProcess process = host.start(receive)) {
            Counter counter = new Counter(task);
            IOException cut = null;
            try (OutputStream input = new BufferedOutputStream(process.input(), BUFFER)) {
                TarStream tar = new TarStream(input);
                for (ArtifactFile file : missing) {
                    try (InputStream bytes = content.open(file.digest())) {
                        tar.file(local(file), file.executable() ? EXECUTABLE : PLAIN, file.size(), bytes, counter);
                    }
                }
                tar.end();
            } catch (IOException e) {
                cut = e;
            }
            int code = process.await(PATIENCE).orElse(-1);
            if (cut != null || code != 0) {
                throw notSent(process, code, cut);
            }
            return counter.sent;
        } catch (IOException e) {
            throw new HostFailure(host.name() + " did not take " + content.releaseName() + ": " + e.getMessage(), e);
        }
    }

    private HostFailure notSent(HostProcess process, int code, IOException cut) throws IOException {
        String said = new String(process.errors().readNBytes(2000), StandardCharsets.UTF_8)
                .lines()
                .findFirst()
                .orElse(cut == null ? "exit code " + code : cut.getMessage());
        return new HostFailure(
                host.name() + " did not take " + content.releaseName() + ": " + said
                        + "; nothing was changed for the running server",
                cut);
    }

    private void finish(List<ArtifactFile> came) throws InterruptedException {
        run(
                RemoteCommand.shell(
                                HostScript.FINISH_RELEASE.text(),
                                path,
                                content.releaseName(),
                                content.digest().hex())
                        .reading(index(came)),
                "finish " + content.releaseName());
    }

    private String run(RemoteCommand command, String what) throws InterruptedException {
        CommandResult result = host.run(new RemoteCommand(command.arguments(), command.input(), PATIENCE, MOST_OUTPUT));
        if (!result.succeeded()) {
            throw new HostFailure(host.name() + " cannot " + what + ": " + result.complaint());
        }
        return result.output();
    }

    private static byte[] index(List<ArtifactFile> files) {
        return lines(files.stream()
                .map(file -> file.digest().hex() + "  " + local(file))
                .toList());
    }

    /** A name that no program takes for an option or for its standard input. */
    private static String local(ArtifactFile file) {
        return "./" + file.path();
    }

    private static byte[] lines(List<String> lines) {
        return lines.stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static final class Counter implements TarStream.Meter {
        private final Progress.Task task;
        private long sent;

        Counter(Progress.Task task) {
            this.task = task;
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
