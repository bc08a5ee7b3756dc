package io.jenkins.plugins.aviary.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/**
 * A machine that game servers run on, reached over SSH or the machine that the operation runs on. Commands are argument
 * lists, quoted in one place, never text for a shell. Safe for use by several threads; every call honours interruption.
 *
 * <p>Every method throws {@link HostFailure} if the host cannot be reached or does not do what it is asked.
 */
public interface GameHost extends AutoCloseable {
    /** The host's name in {@code aviary.yml}. */
    String name();

    /**
     * Runs a command to its end and keeps its output, as much of it as the command's bound allows.
     *
     * @throws InterruptedException if the run was cancelled; the command is ended on the host
     */
    CommandResult run(RemoteCommand command) throws InterruptedException;

    /**
     * Runs a command to its end and passes each line of its output on, standard output and standard error alike.
     *
     * @return the exit code
     */
    int stream(RemoteCommand command, Consumer<String> lines) throws InterruptedException;

    /**
     * Starts a command and leaves its streams to the caller: for input too large to be held, and for what runs as long
     * as it is wanted. The command's own input and time limit do not apply.
     */
    HostProcess start(RemoteCommand command) throws InterruptedException;

    /** Runs a script with the host's POSIX shell; its arguments are given as {@code $1}, {@code $2}, ... */
    default CommandResult shell(String script, String... arguments) throws InterruptedException {
        return run(RemoteCommand.shell(script, arguments));
    }

    /** Is told that many bytes are about to travel there, so that it can get ready while other things are done. */
    default void expectMuch() {
        // A host that has nothing to get ready for.
    }

    /** Writes a file from a stream, forced to the disk; what was there before is replaced. */
    void upload(InputStream content, String path, int mode) throws IOException, InterruptedException;

    /** Replaces a small file by one rename: whoever reads it sees the old content or the new one, never a part. */
    void writeAtomically(String path, byte[] content, int mode) throws InterruptedException;

    /**
     * Reads a file from an offset, at most so many bytes; fewer at its end.
     *
     * @return the bytes, empty at the end of the file
     */
    byte[] read(String path, long offset, int max) throws InterruptedException;

    /** A file's size in bytes, or -1 if there is none. */
    long size(String path) throws InterruptedException;

    /** Whether there is a file or folder; a link counts as what it leads to. */
    default boolean exists(String path) throws InterruptedException {
        return size(path) >= 0;
    }

    /**
     * Deletes a file or a folder with all it holds. Links inside are deleted, never followed.
     *
     * @param base the folder that it must lie in, once all links on the way to it are resolved
     * @throws HostFailure if it lies elsewhere; nothing is deleted then
     */
    default void deleteTree(String base, String path) throws InterruptedException {
        CommandResult result = shell(HostScript.DELETE_TREE.text(), base, path);
        if (!result.succeeded()) {
            throw new HostFailure(name() + " cannot delete " + path + ": " + result.complaint());
        }
    }

    /** The names of a folder's entries, sorted; none if there is no such folder. */
    List<String> list(String folder) throws InterruptedException;

    /**
     * A way to a port of the host as the host itself sees it, such as its loopback address.
     *
     * @return where to connect to on this machine; it stays open until the host is closed
     */
    InetSocketAddress tunnel(String host, int port) throws InterruptedException;

    @Override
    void close();
}
