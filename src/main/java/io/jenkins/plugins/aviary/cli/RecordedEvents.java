package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvents;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Events;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.util.Map;
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
    static Actor actor(Map<String, String> environment) {
        String user = System.getProperty("user.name", "");
        return new Actor(user.isBlank() ? environment.getOrDefault("USER", "unknown") : user, "operating-system");
    }

    @Override
    public void record(Event event) {
        Future<?> written = writer.submit(() -> append(event));
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    written.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OperationFailure failure) {
                throw failure;
            }
            throw new OperationFailure(
                    "The event " + event.type() + " could not be put into the ledger: " + e.getCause(), e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void append(Event event) {
        try (Ledger ledger = LocalLedger.open(run.home(), run.clock())) {
            new LedgerEvents(ledger, actor(run.environment()), name, run.clock()).record(event);
        }
    }

    @Override
    public void close() {
        writer.shutdown();
    }
}
