package io.jenkins.plugins.aviary.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * A command that runs at the other end of an SSH channel. Its end is waited for with a latch of our own: MINA's
 * {@code waitFor} swallows interruptions.
 */
final class SshProcess implements HostProcess {
    private static final Duration HEARD = Duration.ofMillis(500);
    private static final Duration POLITE = Duration.ofSeconds(5);
    private static final Duration GRACE = Duration.ofSeconds(10);
    /** The code that a shell gives for a command that a signal ended. */
    private static final int SIGNALLED = 128 + 15;

    private final String host;
    private final String program;
    private final ChannelExec channel;
    private final Ending ending;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicBoolean closed = new AtomicBoolean();

    /** What is done when the process is no longer needed. */
    interface Ending {
        /** Signals the command and what it started in another way than through its channel. */
        void signal(String name) throws InterruptedException;

        /** The channel is closed; called once. */
        void freed();
    }

    /** Watches over a channel that is not open yet. */
    SshProcess(String host, String program, ChannelExec channel, Ending ending) {
        this.host = host;
        this.program = program;
        this.channel = channel;
        this.ending = ending;
        channel.addChannelListener(new ChannelListener() {
            @Override
            public void channelStateChanged(Channel changed, String hint) {
                if (hasExit()) {
                    ended.countDown();
                }
            }

            @Override
            public void channelClosed(Channel changed, Throwable reason) {
                ended.countDown();
            }
        });
    }

    void open(Duration patience) throws IOException {
        channel.open().verify(patience);
        if (channel.isClosed()) {
            ended.countDown();
        }
    }

    private boolean hasExit() {
        return channel.getExitStatus() != null || channel.getExitSignal() != null;
    }

    @Override
    public OutputStream input() {
        return channel.getInvertedIn();
    }

    @Override
    public InputStream output() {
        return channel.getInvertedOut();
    }

    @Override
    public InputStream errors() {
        return channel.getInvertedErr();
    }

    @Override
    public OptionalInt await(Duration patience) throws InterruptedException {
        if (!ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return OptionalInt.empty();
        }
        Integer code = channel.getExitStatus();
        if (code != null) {
            return OptionalInt.of(code);
        }
        if (channel.getExitSignal() != null) {
            return OptionalInt.of(SIGNALLED);
        }
        throw new HostFailure("The connection to " + host + " was lost while it ran '" + program
                + "'; look whether the host is up, then run this again");
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            if (ended.getCount() > 0 && channel.isOpen()) {
                signal("TERM");
                if (!endsWithin(HEARD)) {
                    // OpenSSH does not pass signals on to root's commands: its own way is taken then.
                    ending.signal("TERM");
                    if (!endsWithin(POLITE)) {
                        signal("KILL");
                        ending.signal("KILL");
                    }
                }
            }
        } catch (InterruptedException e) {
            interrupted = true;
            signal("KILL");
        } finally {
            channel.close(false).addListener(future -> ending.freed());
            scheduleForcedClose();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean endsWithin(Duration patience) throws InterruptedException {
        return ended.await(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A host that does not answer the close must not keep the channel for ever. */
    private void scheduleForcedClose() {
        if (!channel.isClosed()) {
            channel.getSession()
                    .getFactoryManager()
                    .getScheduledExecutorService()
                    .schedule(() -> channel.close(true), GRACE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Asks the host to signal the command (RFC 4254, 6.9; OpenSSH does since 7.9). */
    private void signal(String name) {
        try {
            Buffer buffer = channel.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
            buffer.putUInt(channel.getRecipient());
            buffer.putString("signal");
            buffer.putBoolean(false);
            buffer.putString(name);
            channel.writePacket(buffer);
        } catch (IOException e) {
            // The connection is gone: closing the channel is all that is left to do.
            channel.close(true);
        }
    }
}
