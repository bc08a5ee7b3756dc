package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.host.delta.Patches;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.operation.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Brings one release to one world folder: what the host has under any of its releases is copied there, only the rest
 * travels, and nothing counts as there before the host's own SHA-256 agrees. An attempt that was cut off is gone on with,
 * in the middle of a large file too. A large file that was another one in an earlier release travels as a patch of that,
 * where both are at hand.
 */
final class ReleaseTransfer {
    static final Duration PATIENCE = Duration.ofHours(1);
    /** Smaller files go together as one archive. */
    static final long LARGE = 1 << 20;

    private static final int MOST_OUTPUT = 256 << 20;
    /** So much that a cipher which is not compiled yet would take longer than to compile it. */
    private static final long MUCH = 32L << 20;

    private static final Patches PATCHES = new Patches();

    private final GameHost host;
    private final String path;
    private final ReleaseContent content;

    ReleaseTransfer(GameHost host, String path, ReleaseContent content) {
        this.host = host;
        this.path = path;
        this.content = content;
    }

    InstallReport run(Progress progress) throws InterruptedException {
        List<ArtifactFile> files = content.files();
        long bytes = files.stream().mapToLong(ArtifactFile::size).sum();
        byte[] index = index(files);
        HostNeeds needs = needs(files, index);
        ReleaseStream stream = new ReleaseStream(host, path, content, progress);
        List<ArtifactFile> small =
                needs.missing().stream().filter(file -> file.size() < LARGE).toList();
        List<ArtifactFile> large =
                needs.missing().stream().filter(file -> file.size() >= LARGE).toList();
        long whole = large.stream()
                .filter(file -> !needs.patches() || !needs.bases().containsKey(local(file)))
                .mapToLong(ArtifactFile::size)
                .sum();
        if (whole >= MUCH) {
            host.expectMuch();
        }
        List<String> wrong = stream.send(small, large, file -> cheapest(file, needs));
        if (!wrong.isEmpty()) {
            // What a patch started from was not what it should be, or what had come before was not.
            List<String> still = stream.again(
                    large.stream().filter(file -> wrong.contains(local(file))).toList());
            if (!still.isEmpty()) {
                throw new HostFailure(host.name() + " did not take " + content.releaseName() + ": " + still.get(0)
                        + ": FAILED, what arrived is not what was sent; check the artifact's store");
            }
        }
        return new InstallReport(
                content.releaseName(),
                files.size(),
                bytes,
                stream.sent() + index.length,
                needs.missing().isEmpty());
    }

    private HostNeeds needs(List<ArtifactFile> files, byte[] index) throws InterruptedException {
        byte[] large = lines(files.stream()
                .filter(file -> file.size() >= LARGE)
                .map(ReleaseTransfer::local)
                .toList());
        byte[] separator = "large\n".getBytes(StandardCharsets.UTF_8);
        byte[] input = new byte[index.length + separator.length + large.length];
        System.arraycopy(index, 0, input, 0, index.length);
        System.arraycopy(separator, 0, input, index.length, separator.length);
        System.arraycopy(large, 0, input, index.length + separator.length, large.length);
        RemoteCommand prepare = RemoteCommand.shell(
                HostScript.PREPARE_RELEASE.text(),
                path,
                content.releaseName(),
                content.digest().hex());
        CommandResult result = host.run(new RemoteCommand(prepare.arguments(), input, PATIENCE, MOST_OUTPUT));
        if (!result.succeeded()) {
            throw new HostFailure(host.name() + " cannot prepare " + content.releaseName() + ": " + result.complaint());
        }
        if (result.output().startsWith("other ")) {
            throw new HostFailure(path + "/releases/" + content.releaseName() + " on " + host.name()
                    + " belongs to another artifact, " + result.output().strip().substring("other ".length())
                    + "; give one of the two another version");
        }
        Map<String, ArtifactFile> byPath = new LinkedHashMap<>();
        files.forEach(file -> byPath.put(local(file), file));
        return HostNeeds.read(result.output(), byPath);
    }

    private LargeFile cheapest(ArtifactFile file, HostNeeds needs) throws InterruptedException {
        long come = needs.parts().getOrDefault(local(file), 0L);
        LargeFile best = come > 0 && come < file.size() ? LargeFile.rest(file, come) : LargeFile.whole(file);
        if (!needs.patches()) {
            return best;
        }
        for (HostNeeds.Base base : needs.bases().getOrDefault(local(file), List.of())) {
            byte[] patch = patch(base, file);
            if (patch.length > 0 && patch.length < best.length()) {
                return LargeFile.patched(file, patch, base.release());
            }
        }
        return best;
    }

    private byte[] patch(HostNeeds.Base base, ArtifactFile file) throws InterruptedException {
        try {
            return PATCHES.between(
                    new Patches.Version(base.digest().hex(), () -> content.open(base.digest())),
                    new Patches.Version(file.digest().hex(), () -> content.open(file.digest())),
                    file.size());
        } catch (IOException e) {
            throw new HostFailure(
                    content.releaseName() + " cannot be sent to " + host.name() + ": " + e.getMessage(), e);
        }
    }

    /** The lines of a list for sha256sum. */
    static byte[] index(List<ArtifactFile> files) {
        return lines(files.stream()
                .map(file -> file.digest().hex() + "  " + local(file))
                .toList());
    }

    /** A name that no program takes for an option or for its standard input. */
    static String local(ArtifactFile file) {
        return "./" + file.path();
    }

    /** Lines of text. */
    static byte[] lines(List<String> lines) {
        return lines.stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }
}
