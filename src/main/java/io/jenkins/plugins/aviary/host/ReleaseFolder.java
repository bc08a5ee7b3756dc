package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.operation.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The folder of one world on its host: {@code releases/<version>-<digest8>/} with whole releases, {@code current} that
 * leads to one of them, {@code shared/} for what outlives releases, and {@code .aviary/} with the lock, the journal, the
 * releases' indexes and what is on its way. Whatever is killed at whatever moment, {@code current} leads to a whole
 * release: a release appears by one rename once it is complete, checked and forced to the disk, and {@code current} is
 * switched by another. Safe for use by several threads.
 *
 * <p>Every method throws {@link HostFailure} if the host cannot be reached or does not do what it is asked.
 */
public final class ReleaseFolder {
    private static final String FENCE = "[0-9a-f]{16} \\d{1,18}";

    private static final Duration LONG = Duration.ofMinutes(30);
    private static final int MOST_OUTPUT = 16 << 20;

    private final GameHost host;
    private final String path;

    /**
     * The folder of a world.
     *
     * @param path its absolute path on the host; it is made when something is put into it
     */
    public ReleaseFolder(GameHost host, String path) {
        this.host = host;
        this.path = path;
    }

    /** The absolute path of the folder that a running server's release is in, whichever it is. */
    public String current() {
        return path + "/current";
    }

    /** The absolute path of a release. */
    public String release(String name) {
        return path + "/releases/" + name;
    }

    /**
     * Takes the folder's lock.
     *
     * @param holder who does, for whoever finds it taken
     * @throws HostFailure if somebody else holds it, saying who
     */
    public FolderLock lock(String holder) throws InterruptedException {
        return lock(holder, "");
    }

    /**
     * Takes the folder's lock for one of several that come one after the other.
     *
     * @param holder who does, for whoever finds it taken
     * @param fence {@code LEDGER NUMBER}, or empty: a lower number than one that the host has seen is refused
     * @throws HostFailure if somebody else holds it, saying who, or a later one came first
     */
    public FolderLock lock(String holder, String fence) throws InterruptedException {
        return FolderLock.take(host, path, holder, fence.matches(FENCE) ? fence : "");
    }

    /** What is in it. */
    public FolderState inspect() throws InterruptedException {
        RemoteCommand look = RemoteCommand.shell(HostScript.INSPECT_FOLDER.text(), path);
        CommandResult result = host.run(new RemoteCommand(look.arguments(), look.input(), look.timeout(), MOST_OUTPUT));
        requireSuccess(result, "look into " + path);
        return FolderState.read(path, result.output());
    }

    /**
     * Brings a release here, whole, or makes a release that is here whole again. {@code current} and the running server
     * are not touched, unless the release is the current one and was damaged: then it is mended file by file.
     */
    public InstallReport install(ReleaseContent content, Progress progress) throws InterruptedException {
        return new ReleaseTransfer(host, path, content).run(progress);
    }

    /**
     * Reads every byte of a release and compares it with what was delivered.
     *
     * @return the paths of files that are missing or changed; none if it is whole
     */
    public List<String> damage(InstalledRelease release) throws InterruptedException {
        RemoteCommand verify = RemoteCommand.shell(
                HostScript.VERIFY_RELEASE.text(),
                path,
                release.name(),
                release.digest().hex());
        CommandResult result = host.run(new RemoteCommand(verify.arguments(), verify.input(), LONG, MOST_OUTPUT));
        requireSuccess(result, "verify " + release.name());
        return result.output()
                .lines()
                .map(line -> line.substring(0, Math.max(0, line.lastIndexOf(": FAILED"))))
                .filter(file -> !file.isEmpty())
                .map(file -> file.startsWith("./") ? file.substring(2) : file)
                .toList();
    }

    /** Lets {@code current} lead to a release, by one rename. */
    public void activate(FolderLock lock, String release) throws InterruptedException {
        requireSuccess(
                host.shell(HostScript.ACTIVATE_RELEASE.text(), path, release, lock.token()),
                "let " + current() + " lead to " + release);
    }

    /** Writes an entry into the journal; once this returns it is on the disk. */
    public void record(FolderLock lock, JournalEntry entry) throws InterruptedException {
        requireSuccess(
                host.shell(HostScript.APPEND_JOURNAL.text(), path, lock.token(), ReleaseJournal.line(entry)),
                "write the journal of " + path);
    }

    /**
     * Deletes old releases, and what transfers that were cut off left. The newest releases that were found good are
     * kept, and whatever must be.
     *
     * @param keep how many releases are kept besides those that must be, at least 1
     * @param must names of releases that are kept in any case; the current one always is
     * @return the names of those deleted
     */
    public List<String> prune(FolderLock lock, int keep, Set<String> must) throws InterruptedException {
        FolderState state = inspect();
        List<String> kept = new ArrayList<>(must);
        state.current().map(InstalledRelease::name).ifPresent(kept::add);
        state.journal().good().stream()
                .filter(name -> !kept.contains(name) && state.release(name).isPresent())
                .limit(keep)
                .toList()
                .forEach(kept::add);
        List<String> arguments = new ArrayList<>(List.of(path, lock.token()));
        List<String> deleted = new ArrayList<>();
        for (InstalledRelease release : state.releases()) {
            if (!kept.contains(release.name())) {
                arguments.add(release.digest().hex());
                arguments.add(release.name());
                deleted.add(release.name());
            }
        }
        RemoteCommand prune = RemoteCommand.shell(HostScript.PRUNE_RELEASES.text(), arguments.toArray(String[]::new));
        requireSuccess(host.run(prune.within(LONG)), "delete old releases in " + path);
        return deleted;
    }

    private void requireSuccess(CommandResult result, String what) {
        if (!result.succeeded()) {
            throw new HostFailure(host.name() + " cannot " + what + ": " + result.complaint());
        }
    }
}
