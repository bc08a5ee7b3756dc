package io.jenkins.plugins.aviary.ledger;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Has what is appended signed soon, in a thread of its own, so that nobody who appends waits for it. What fails is tried
 * again. Safe for use by several threads.
 */
final class TimelySigner implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(TimelySigner.class.getName());
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final Runnable signing;
    private final Pace pace;
    private final ScheduledThreadPoolExecutor thread;
    private final AtomicInteger unsigned = new AtomicInteger();
    private final AtomicBoolean awaited = new AtomicBoolean();

    /** Whether the last attempt failed; used by the one thread only. */
    private boolean failing;

    /**
     * When to sign at the latest.
     *
     * @param delay so long after an event was appended
     * @param events once there are so many new ones
     * @param first whether the first event of a ledger is signed at once
     */
    record Pace(Duration delay, int events, boolean first) {
        /** What {@code docs/reference/events.md} promises. */
        static final Pace USUAL = new Pace(Duration.ofSeconds(5), 1000, true);
    }

    /**
     * A signer that waits for events.
     *
     * @param signing signs everything that was appended; does nothing if all of it is signed
     */
    TimelySigner(Pace pace, Runnable signing) {
        this.pace = pace;
        this.signing = signing;
        this.thread = new ScheduledThreadPoolExecutor(
                1,
                work -> {
                    Thread made = new Thread(work, "aviary-ledger-signer");
                    made.setDaemon(true);
                    return made;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        thread.allowCoreThreadTimeOut(true);
    }

    /** Takes notice of an event that was appended. */
    void appended() {
        if (awaited.compareAndSet(false, true)) {
            inTime();
        }
        if (unsigned.incrementAndGet() == pace.events) {
            now();
        }
    }

    /** Signs now, without having anybody wait for it. */
    void now() {
        thread.execute(this::sign);
    }

    private void inTime() {
        thread.schedule(
                () -> {
                    // Before it signs: what is appended meanwhile has a time of its own.
                    awaited.set(false);
                    sign();
                },
                pace.delay.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void sign() {
        unsigned.set(0);
        try {
            signing.run();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.log(
                        Level.WARNING,
                        e,
                        () -> "The newest events of the ledger are not signed yet; it is tried again");
            }
            failing = true;
            if (awaited.compareAndSet(false, true)) {
                inTime();
            }
        }
    }

    /** Stops; what is being signed now is still signed. */
    @Override
    public void close() {
        thread.shutdown();
    }
}
