package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Changes of single files in a release of a world folder, made while its server runs: a hot reload. A running server
 * reads its own release, so the change is made there; its record under {@code .aviary/hot/} lets it be undone, also by
 * another run, and tells {@link ReleaseFolder#damage} and {@link ReleaseFolder#install} what does not belong to the
 * release, so that delivering it again or rolling back to it gives exactly what was delivered. Safe for use by several
 * threads as far as they only look.
 *
 * <p>Every method throws {@link HostFailure} if the host cannot be reached or does not do what it is asked.
 */
public final class ReleaseOverlay {
    private static final int MOST_OUTPUT = 64 << 20;
    private static final long MOST_BYTES = 64L << 20;
    private static final int PLAIN = 0644;
    private static final int DIGEST = 64;

    private final GameHost host;
    private final String path;
    private final InstalledRelease release;

    /** The changes of a release in the world folder of a path. */
    public ReleaseOverlay(GameHost host, String path, InstalledRelease release) {
        this.host = host;
        this.path = path;
        this.release = release;
    }

    /**
     * What is known of the release.
     *
     * @param delivered the digests of its files as they were delivered, by their path in the release
     * @param added files that hot reloads added
     * @param pending files of a change that was begun and neither kept nor undone
     */
    public record State(Map<String, Digest> delivered, Set<String> added, Set<String> pending) {
        /** Copies all. */
        public State {
            delivered = Map.copyOf(delivered);
            added = Set.copyOf(added);
            pending = Set.copyOf(pending);
        }
    }

    /**
     * A file that changes.
     *
     * @param path its path in the release
     * @param before what is there now, if anything
     * @param after what will be there, empty if it is to be gone
     */
    public record Change(String path, Optional<Digest> before, Optional<Digest> after) {
        /** Refuses paths that lead out of a release or that a list of lines could not hold. */
        public Change {
            if (!isPath(path)) {
                throw new IllegalArgumentException("'" + path + "' is no path in a release");
            }
        }
    }

    /** Whether a text can be the path of a file that is changed. */
    public static boolean isPath(String text) {
        return text.matches("(?!\\.\\.?/)[^\\p{Cntrl}\\\\/]+(?:/(?!\\.\\.?(?:/|$))[^\\p{Cntrl}\\\\/]+)*")
                && !text.startsWith("-");
    }

    /** What is known. */
    public State state() throws InterruptedException {
        RemoteCommand look = RemoteCommand.shell(
                HostScript.OVERLAY_STATE.text(),
                path,
                release.name(),
                release.digest().hex());
        Map<String, Digest> delivered = new TreeMap<>();
        Set<String> added = new TreeSet<>();
        Set<String> pending = new TreeSet<>();
        for (String line : run(look, "look at " + release.name()).lines().toList()) {
            if (line.matches("pending [0-9a-f-]+ [0-9a-f-]+ \\./.+")) {
                pending.add(line.substring(line.indexOf(" ./") + " ./".length()));
            } else if (line.startsWith("added ./")) {
                added.add(line.substring("added ./".length()));
            } else if (line.startsWith("file ")) {
                readDigest(line.substring("file ".length()), delivered);
            }
        }
        return new State(delivered, added, pending);
    }

    /** The digests of files as they are now; those that are not there are left out. */
    public Map<String, Digest> digests(Collection<String> paths) throws InterruptedException {
        RemoteCommand hash = RemoteCommand.shell(HostScript.OVERLAY_DIGESTS.text(), path, release.name())
                .reading(lines(paths.stream().map(file -> "./" + file).toList()));
        Map<String, Digest> found = new TreeMap<>();
        run(hash, "read the files of " + release.name()).lines().forEach(line -> readDigest(line, found));
        return found;
    }

    /**
     * Makes changes: what comes is checked on the host first, what is there is checked and set aside, and the files are
     * exchanged one after the other by a rename each. {@link #keep} or {@link #undo} has to follow.
     *
     * @param contents the content of every file that comes, by its path
     */
    public void apply(FolderLock lock, State state, List<Change> changes, Map<String, byte[]> contents)
            throws InterruptedException {
        RemoteCommand apply = RemoteCommand.shell(HostScript.OVERLAY_APPLY.text(), path, lock.token(), release.name())
                .reading(archive(state, changes, contents));
        run(apply, "change files of " + release.name());
    }

    /** Brings back what the change under way replaced; does nothing where none is. */
    public void undo(FolderLock lock) throws InterruptedException {
        run(
                RemoteCommand.shell(HostScript.OVERLAY_UNDO.text(), path, lock.token(), release.name()),
                "bring back the files of " + release.name());
    }

    /**
     * Keeps the change under way.
     *
     * @param record when it was made and by whom, one line
     */
    public void keep(FolderLock lock, String record) throws InterruptedException {
        run(
                RemoteCommand.shell(
                        HostScript.OVERLAY_KEEP.text(),
                        path,
                        lock.token(),
                        release.name(),
                        record.replaceAll("\\p{Cntrl}", " ")),
                "keep the change of " + release.name());
    }

    private static byte[] archive(State state, List<Change> changes, Map<String, byte[]> contents)
            throws InterruptedException {
        long bytes =
                contents.values().stream().mapToLong(content -> content.length).sum();
        if (bytes > MOST_BYTES) {
            throw new HostFailure("The changed files have " + bytes / (1 << 20)
                    + " MiB, more than the 64 MiB of a hot reload; deliver a release");
        }
        Set<String> added = new TreeSet<>(state.added());
        for (Change change : changes) {
            added.remove(change.path());
            if (change.after().isPresent() && !state.delivered().containsKey(change.path())) {
                added.add(change.path());
            }
        }
        ByteArrayOutputStream bytesOut = new ByteArrayOutputStream();
        TarStream tar = new TarStream(bytesOut);
        try {
            put(tar, "plan", lines(changes.stream().map(ReleaseOverlay::plan).toList()));
            put(tar, "added", lines(added.stream().map(file -> "./" + file).toList()));
            put(tar, "old.sha256", index(changes, true));
            put(tar, "new.sha256", index(changes, false));
            for (Map.Entry<String, byte[]> content : contents.entrySet()) {
                put(tar, "new/" + content.getKey(), content.getValue());
            }
            tar.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytesOut.toByteArray();
    }

    private static void put(TarStream tar, String name, byte[] content) throws IOException, InterruptedException {
        tar.file(name, PLAIN, content.length, new ByteArrayInputStream(content), sent -> {});
    }

    private static String plan(Change change) {
        return change.before().map(Digest::hex).orElse("-") + " "
                + change.after().map(Digest::hex).orElse("-") + " ./" + change.path();
    }

    private static byte[] index(List<Change> changes, boolean before) {
        Predicate<Change> there = change -> (before ? change.before() : change.after()).isPresent();
        return lines(changes.stream()
                .filter(there)
                .map(change -> (before ? change.before() : change.after()).orElseThrow() + "  ./" + change.path())
                .toList());
    }

    private static byte[] lines(Collection<String> lines) {
        return lines.stream()
                .map(line -> line + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void readDigest(String line, Map<String, Digest> into) {
        if (line.matches("[0-9a-f]{64}  \\./.+")) {
            into.put(line.substring(DIGEST + "  ./".length()), new Digest(line.substring(0, DIGEST)));
        }
    }

    private String run(RemoteCommand command, String what) throws InterruptedException {
        CommandResult result =
                host.run(new RemoteCommand(command.arguments(), command.input(), command.timeout(), MOST_OUTPUT));
        if (!result.succeeded()) {
            throw new HostFailure(host.name() + " cannot " + what + ": " + result.complaint());
        }
        return result.output();
    }
}
