package io.jenkins.plugins.aviary.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Does several pieces of work at once, and returns or throws only when all of them have ended: a cancelled run must not
 * leave threads behind that still change worlds.
 *
 * @param <T> what each piece of work gives
 */
final class Workers<T> {
    private final int atOnce;
    private final String name;

    Workers(int atOnce, String name) {
        this.atOnce = atOnce;
        this.name = name;
    }

    /** A piece of work. */
    interface Work<T> {
        T call() throws InterruptedException;
    }

    /** What all pieces give, in their order; the first failure among them is thrown once all have ended. */
    List<T> all(List<? extends Work<T>> work) throws InterruptedException {
        if (work.isEmpty()) {
            return List.of();
        }
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(
                Math.max(1, Math.min(atOnce, work.size())),
                task -> new Thread(task, name + "-" + number.incrementAndGet()));
        try {
            List<Future<T>> futures = new ArrayList<>();
            work.forEach(piece -> futures.add(threads.submit(piece::call)));
            threads.shutdown();
            threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(result(future));
            }
            return results;
        } catch (InterruptedException e) {
            threads.shutdownNow();
            awaitUninterruptibly(threads);
            throw e;
        }
    }

    private static <T> T result(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void awaitUninterruptibly(ExecutorService threads) {
        boolean interrupted = false;
        while (true) {
            try {
                if (threads.awaitTermination(1, TimeUnit.HOURS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
