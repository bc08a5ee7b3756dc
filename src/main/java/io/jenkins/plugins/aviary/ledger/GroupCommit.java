package io.jenkins.plugins.aviary.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets many threads share one durable write: whoever comes while nobody writes takes everything that waits, writes it
 * with one sync, and wakes the others. There is no thread of its own. A waiting thread that is interrupted still waits,
 * since its event may already be written, and keeps its interrupt.
 */
final class GroupCommit {
    private static final int MOST_ENTRIES = 4096;
    private static final int MOST_BYTES = 8 << 20;

    private final BatchWriter writer;

    /** Guards {@link #writing}, and itself. */
    private final Deque<Entry> waiting = new ArrayDeque<>();

    private boolean writing;

    GroupCommit(BatchWriter writer) {
        this.writer = writer;
    }

    /** Appends events and returns the sequence number of the first once all are durable. */
    long append(List<byte[]> events) {
        Entry mine = new Entry(events);
        synchronized (waiting) {
            waiting.add(mine);
            if (!writing) {
                writing = true;
                mine.leads = true;
            }
        }
        boolean interrupted = false;
        while (!mine.leads && !mine.done) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (!mine.done) {
            lead();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (mine.failure != null) {
            throw new LedgerFailure(mine.failure.getMessage(), mine.failure);
        }
        return mine.sequence;
    }

    private void lead() {
        List<Entry> batch = takeBatch();
        try {
            long sequence = writer.write(
                    batch.stream().flatMap(entry -> entry.events.stream()).toList());
            for (Entry entry : batch) {
                entry.sequence = sequence;
                sequence += entry.events.size();
            }
        } catch (RuntimeException e) {
            batch.forEach(entry -> entry.failure = e);
        }
        Entry next;
        synchronized (waiting) {
            next = waiting.peek();
            writing = next != null;
        }
        if (next != null) {
            next.leads = true;
            LockSupport.unpark(next.thread);
        }
        for (Entry entry : batch) {
            entry.done = true;
            if (entry.thread != Thread.currentThread()) {
                LockSupport.unpark(entry.thread);
            }
        }
    }

    private List<Entry> takeBatch() {
        List<Entry> batch = new ArrayList<>();
        int bytes = 0;
        synchronized (waiting) {
            while (!waiting.isEmpty() && batch.size() < MOST_ENTRIES && bytes < MOST_BYTES) {
                Entry entry = waiting.poll();
                batch.add(entry);
                for (byte[] event : entry.events) {
                    bytes += event.length;
                }
            }
        }
        return batch;
    }

    /** Writes a batch. */
    @FunctionalInterface
    interface BatchWriter {
        /** Makes the events durable and returns the sequence number of the first. */
        long write(List<byte[]> events);
    }

    private static final class Entry {
        private final List<byte[]> events;
        private final Thread thread = Thread.currentThread();
        private volatile boolean leads;
        private volatile boolean done;
        private long sequence;
        private RuntimeException failure;

        private Entry(List<byte[]> events) {
            this.events = events;
        }
    }
}
