package io.jenkins.plugins.aviary.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes Ctrl-C and SIGTERM interrupt the thread that works, and holds the end of the process back until that thread has
 * cleaned up.
 */
final class Cancellation {
    private static final long PATIENCE_SECONDS = 120;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    private Cancellation(Runnable cancel) {
        hook = new Thread(
                () -> {
                    cancel.run();
                    try {
                        if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                            System.err.println("ERROR: cleaning up took longer than " + PATIENCE_SECONDS
                                    + "s; the next run finishes it.");
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "aviary-cancel");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Does something on this thread, which is interrupted when the process is asked to end. */
    static <T> T interruptible(Supplier<T> work) {
        return cancellable(Thread.currentThread()::interrupt, work);
    }

    /** Does something that the given call ends when the process is asked to end. */
    static <T> T cancellable(Runnable cancel, Supplier<T> work) {
        Cancellation cancellation = new Cancellation(cancel);
        try {
            return work.get();
        } finally {
            cancellation.done();
        }
    }

    private void done() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already: the hook is what waits for us.
            finished.countDown();
        }
    }
}
