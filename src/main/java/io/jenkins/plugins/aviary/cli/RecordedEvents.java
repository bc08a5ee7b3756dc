package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.approval.LocalPerson;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvents;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Events;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The events of a local run, kept in the ledger of its home. The ledger is opened for each event and closed again, so
 * that a vote from another terminal finds it free while a pipeline waits. Events are written on a thread of their own: a
 * cancelled run is interrupted, and what it undoes must be remembered all the same.
 */
final class RecordedEvents implements Events, AutoCloseable {
    private final LocalRun run;
    private final String name;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "aviary-ledger");
        thread.setDaemon(true);
        return thread;
    });

    private RecordedEvents(LocalRun run, String name) {
        this.run = run;
        this.name = name;
    }

    /**
     * Begins to remember.
     *
     * @param name what is run, for people: a pipeline's or a step's name
     */
    static RecordedEvents open(LocalRun run, String name) {
        return new RecordedEvents(
                run,
                name + " " + run.clock().instant() + " #"
                        + ProcessHandle.current().pid());
    }

    /** Who works here: the user of the operating system. */
    static Actor who() {
        return new Actor(LocalPerson.id(), "operating-system");
    }

    /** The name of the run in the ledger. */
    String run() {
        return name;
    }

    /** Who runs it. */
    Actor actor() {
        return who();
    }

    @Override
    public void record(Event event) {
        withLedger("The event " + event.type() + " could not be put into the ledger", ledger -> {
            new LedgerEvents(ledger, actor(), name, run.clock()).record(event);
            return event;
        });
    }

    /** Work with the ledger. */
    @FunctionalInterface
    interface LedgerWork<T> {
        T with(Ledger ledger) throws IOException;
    }

    /**
     * Works with the ledger, open for writing, to the end even if this thread is interrupted.
     *
     * @param failed what to say if that goes wrong
     */
    <T> T withLedger(String failed, LedgerWork<T> work) {
        Future<T> written = writer.submit(() -> {
            try (Ledger ledger = LocalLedger.open(run.home(), run.clock())) {
                return work.with(ledger);
            }
        });
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return written.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OperationFailure failure) {
                throw failure;
            }
            throw new OperationFailure(failed + ": " + e.getCause(), e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        writer.shutdown();
    }
}
