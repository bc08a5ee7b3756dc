package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Events;

/** The events of a local run, kept in the ledger of its home. */
final class RecordedEvents implements Events, AutoCloseable {
    private RecordedEvents() {}

    static RecordedEvents open(LocalRun run) {
        return new RecordedEvents();
    }

    @Override
    public void record(Event event) {}

    @Override
    public void close() {}
}
