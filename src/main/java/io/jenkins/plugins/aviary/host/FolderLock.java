package io.jenkins.plugins.aviary.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The lock of a world folder, held by a process on the host that lives as long as this object's connection does. Whoever
 * dies loses it: the host's kernel frees it. Each change of the folder names the lock's token, so that a holder who was
 * cut off cannot change anything once another one holds it. Safe for use by several threads.
 */
public final class FolderLock implements AutoCloseable {
    /** The host gives the lock up after 90 s without a word. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);

    private static final int TAKEN = 75;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String ANSWER = "held\n";

    private static final ScheduledExecutorService HEARTBEATS = Executors.newScheduledThreadPool(1, task -> {
        Thread thread = new Thread(task, "aviary-lock-heartbeat");
        thread.setDaemon(true);
        return thread;
    });

    private final String host;
    private final String path;
    private final String token;
    private final HostProcess process;
    private final ScheduledFuture<?> heartbeat;
    /** How often the host said that it holds the lock, or -1 once it says no more. Guarded by this. */
    private long answers;

    private FolderLock(String host, String path, String token, HostProcess process) {
        this.host = host;
        this.path = path;
        this.token = token;
        this.process = process;
        this.heartbeat = HEARTBEATS.scheduleAtFixedRate(
                this::beat, HEARTBEAT.toMillis(), HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Takes the lock, or says who has it.
     *
     * @param fence which of several that must come one after the other this is, as {@code LEDGER NUMBER}: the host
     *     refuses one whose number is lower than it has seen from the same ledger; or empty
     * @throws HostFailure if somebody else holds it, or a later one came first
     */
    static FolderLock take(GameHost host, String path, String holder, String fence) throws InterruptedException {
        String token = UUID.randomUUID().toString();
        String shown = holder.replaceAll("\\p{Cntrl}", " ");
        HostProcess process = host.start(RemoteCommand.shell(HostScript.HOLD_LOCK.text(), path, token, shown, fence));
        boolean held = false;
        try {
            held = ANSWER.equals(new String(process.output().readNBytes(ANSWER.length()), StandardCharsets.UTF_8));
            if (!held) {
                throw refused(host.name(), path, process);
            }
            FolderLock lock = new FolderLock(host.name(), path, token, process);
            Thread listener = new Thread(lock::listen, "aviary-lock-" + host.name());
            listener.setDaemon(true);
            listener.start();
            return lock;
        } catch (IOException e) {
            throw new HostFailure(host.name() + " cannot lock " + path + ": " + e.getMessage(), e);
        } finally {
            if (!held) {
                process.close();
            }
        }
    }

    private static HostFailure refused(String host, String path, HostProcess process)
            throws IOException, InterruptedException {
        int code = process.await(PATIENCE).orElse(-1);
        String said = new String(process.errors().readNBytes(1000), StandardCharsets.UTF_8).strip();
        if (code == TAKEN) {
            return new FolderTaken(path + " on " + host + " is being worked on by "
                    + (said.isEmpty() ? "somebody else" : said) + "; wait until they are done, or end them");
        }
        return new HostFailure(host + " cannot lock " + path + ": " + (said.isEmpty() ? "exit code " + code : said));
    }

    private void listen() {
        try (InputStream output = process.output()) {
            while (output.readNBytes(ANSWER.length()).length == ANSWER.length()) {
                synchronized (this) {
                    answers++;
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // The connection broke; what is noted below tells whoever asks.
            Thread.yield();
        }
        synchronized (this) {
            answers = -1;
            notifyAll();
        }
    }

    /** Proves to the host's scripts who changes the folder. */
    String token() {
        return token;
    }

    /**
     * Makes sure that it is still held; called before what must not be done by two at once.
     *
     * @throws HostFailure if it was lost
     */
    public synchronized void check() throws InterruptedException {
        long before = answers;
        long end = System.nanoTime() + PATIENCE.toNanos();
        beat();
        while (answers >= 0 && answers <= before && System.nanoTime() - end < 0) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, end - System.nanoTime()));
        }
        if (answers <= before) {
            throw new HostFailure("The lock of " + path + " on " + host
                    + " was lost, since the connection broke; look what runs there, then run this again");
        }
    }

    private void beat() {
        try {
            process.input().write('.');
            process.input().flush();
        } catch (IOException e) {
            // No answer will come, and that is what counts.
            Thread.yield();
        }
    }

    /** Gives the lock back; once this returns somebody else can take it. */
    @Override
    public void close() {
        heartbeat.cancel(false);
        boolean interrupted = Thread.interrupted();
        try {
            process.input().close();
            process.await(PATIENCE);
        } catch (IOException | HostFailure e) {
            // The connection is gone, and the lock with it.
            Thread.yield();
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            process.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
