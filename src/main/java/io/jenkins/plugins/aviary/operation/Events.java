package io.jenkins.plugins.aviary.operation;

/** Where an operation reports what happened. Safe for use by several threads. */
@FunctionalInterface
public interface Events {
    /**
     * Remembers an event; returns only once it is durable.
     *
     * @throws OperationFailure if it could not be made durable: the operation must not go on
     */
    void record(Event event);
}
