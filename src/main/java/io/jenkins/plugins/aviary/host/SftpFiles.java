package io.jenkins.plugins.aviary.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHFsyncExtension;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;
import org.apache.sshd.sftp.client.impl.SftpOutputStreamAsync;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/**
 * A host's files over SFTP. A few SFTP channels are kept for the next call; one that failed is thrown away. What only
 * reads is done again over a new connection if the old one was lost. Safe for use by several threads.
 */
final class SftpFiles implements AutoCloseable {
    private static final int MOST_IDLE = 2;
    private static final int BLOCK = 32 * 1024;

    private final String host;
    private final SshConnection connection;
    /** Guarded by this. */
    private final Deque<Channel> idle = new ArrayDeque<>();

    SftpFiles(String host, SshConnection connection) {
        this.host = host;
        this.connection = connection;
    }

    private record Channel(SftpClient client, SshSession session) {}

    private interface Work<T> {
        T with(SftpClient client) throws IOException;
    }

    /** Writes a file with several blocks on the way at once, forces it to the disk and sets its mode. */
    void upload(InputStream content, String path, int mode) throws InterruptedException {
        once("write " + path, client -> {
            try (CloseableHandle handle =
                    client.open(path, EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate))) {
                // Before the first byte is in it: what is secret must not be readable for a moment either.
                client.setStat(path, new Attributes().perms(mode));
                try (OutputStream out =
                        new SftpOutputStreamAsync((AbstractSftpClient) client, BLOCK, path, handle, false)) {
                    content.transferTo(out);
                }
                OpenSSHFsyncExtension fsync = client.getExtension(OpenSSHFsyncExtension.class);
                if (fsync != null && fsync.isSupported()) {
                    fsync.fsync(handle);
                }
            }
            return true;
        });
    }

    /** Reads a part of a file. */
    byte[] read(String path, long offset, int max) throws InterruptedException {
        return repeatable("read " + path, client -> {
            try (CloseableHandle handle = client.open(path, OpenMode.Read)) {
                byte[] bytes = new byte
                        [(int) Math.max(0, Math.min(max, client.stat(handle).getSize() - offset))];
                int total = 0;
                while (total < bytes.length) {
                    int read = client.read(handle, offset + total, bytes, total, Math.min(BLOCK, bytes.length - total));
                    if (read <= 0) {
                        break;
                    }
                    total += read;
                }
                return Arrays.copyOf(bytes, total);
            }
        });
    }

    /** A file's size, or -1. */
    long size(String path) throws InterruptedException {
        return repeatable("look at " + path, client -> {
            try {
                return client.stat(path).getSize();
            } catch (SftpException e) {
                if (isMissing(e)) {
                    return -1L;
                }
                throw e;
            }
        });
    }

    /** The names in a folder, sorted. */
    List<String> list(String folder) throws InterruptedException {
        return repeatable("list " + folder, client -> {
            TreeSet<String> names = new TreeSet<>();
            try (CloseableHandle handle = client.openDir(folder)) {
                for (List<DirEntry> some = client.readDir(handle); some != null; some = client.readDir(handle)) {
                    some.forEach(entry -> names.add(entry.getFilename()));
                }
            } catch (SftpException e) {
                if (!isMissing(e)) {
                    throw e;
                }
            }
            names.removeAll(List.of(".", ".."));
            return List.copyOf(names);
        });
    }

    private static boolean isMissing(SftpException e) {
        return e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE;
    }

    private <T> T repeatable(String what, Work<T> work) throws InterruptedException {
        try {
            return attempt(what, work);
        } catch (IOException e) {
            return once(what, work);
        }
    }

    private <T> T once(String what, Work<T> work) throws InterruptedException {
        try {
            return attempt(what, work);
        } catch (IOException e) {
            throw new HostFailure(host + " cannot " + what + ": the connection was lost (" + e.getMessage() + ")", e);
        }
    }

    /** An I/O error means that the connection was lost; what the host itself refuses is a failure at once. */
    private <T> T attempt(String what, Work<T> work) throws IOException, InterruptedException {
        Channel channel = take();
        boolean healthy = false;
        try {
            T result = work.with(channel.client());
            healthy = true;
            return result;
        } catch (SftpException e) {
            healthy = true;
            String reason = isMissing(e) ? "there is no such file" : e.getMessage();
            throw new HostFailure(host + " cannot " + what + ": " + reason, e);
        } catch (IOException e) {
            if (Thread.interrupted() || e instanceof InterruptedIOException && !SshConnection.isTimeout(e)) {
                throw new InterruptedException("cancelled while " + host + " was to " + what);
            }
            throw e;
        } finally {
            giveBack(channel, healthy);
        }
    }

    private Channel take() throws IOException, InterruptedException {
        for (Optional<Channel> kept = kept(); kept.isPresent(); kept = kept()) {
            if (kept.get().client().isOpen()) {
                return kept.get();
            }
            discard(kept.get());
        }
        SshSession session = connection.take();
        boolean opened = false;
        try {
            SftpClient client = SftpClientFactory.instance().createSftpClient(session.session());
            opened = true;
            return new Channel(client, session);
        } finally {
            if (!opened) {
                connection.give(session);
            }
        }
    }

    private synchronized Optional<Channel> kept() {
        return Optional.ofNullable(idle.pollFirst());
    }

    private void giveBack(Channel channel, boolean healthy) {
        synchronized (this) {
            if (healthy && idle.size() < MOST_IDLE) {
                idle.addFirst(channel);
                return;
            }
        }
        discard(channel);
    }

    private void discard(Channel channel) {
        try {
            channel.client().close();
        } catch (IOException e) {
            // It is of no use any more either way; closing the session's channel is what counts.
            channel.session().session().resetIdleTimeout();
        } finally {
            connection.give(channel.session());
        }
    }

    @Override
    public void close() {
        for (Optional<Channel> kept = kept(); kept.isPresent(); kept = kept()) {
            discard(kept.get());
        }
    }
}
