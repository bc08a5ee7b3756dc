package io.jenkins.plugins.aviary.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What is computed from the events and kept in memory. It is brought up to the newest event whenever it is asked, so
 * that what other writers of a shared store appended is seen too. Safe for use by several threads.
 */
final class Projections {
    private static final int CHUNK = 4096;

    private final Reader reader;
    private final LongSupplier size;
    private final History history = new History();

    /** All guarded by this, and so is the order in which {@link #history} grows. */
    private final EventIndex index = new EventIndex();

    private final CommitIndex commits = new CommitIndex();

    private final List<Consumer<Recorded>> followers = new ArrayList<>();
    private long projected;

    Projections(Reader reader, LongSupplier size) {
        this.reader = reader;
        this.size = size;
    }

    /** The sequence numbers of the newest events that are wanted, at most so many. */
    synchronized List<Long> find(EventQuery query, int most) {
        refresh();
        return index.find(query, most);
    }

    /** The sequence numbers of the events of that type that are of a commit, the oldest first. */
    synchronized List<Long> ofCommit(String type, String commit) {
        refresh();
        return commits.find(type, commit);
    }

    synchronized History history() {
        refresh();
        return history;
    }

    /** Gives the events so far to a projection, and from now on each that is found. */
    synchronized void follow(Consumer<Recorded> projection) {
        if (projected == 0) {
            followers.add(projection);
            refresh();
            return;
        }
        refresh();
        for (long from = 0; from < projected; from += CHUNK) {
            reader.read(from, (int) Math.min(CHUNK, projected - from)).forEach(projection);
        }
        followers.add(projection);
    }

    synchronized void refresh() {
        long newest = size.getAsLong();
        while (projected < newest) {
            List<Recorded> chunk = reader.read(projected, CHUNK);
            if (chunk.isEmpty()) {
                throw Ledger.missing(projected);
            }
            for (Recorded recorded : chunk) {
                index.add(recorded.event());
                commits.add(recorded);
                history.accept(recorded);
                followers.forEach(projection -> projection.accept(recorded));
                projected++;
            }
        }
    }

    /** Reads events. */
    @FunctionalInterface
    interface Reader {
        /** The events from a sequence number on, at most so many. */
        List<Recorded> read(long from, int limit);
    }
}
