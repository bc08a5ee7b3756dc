package io.jenkins.plugins.aviary.operation;

/** Runs other programs. Safe for use by several threads. */
public interface Processes {
    /**
     * Runs a program to its end. If the calling thread is interrupted or the time is up, the program and everything it
     * started are ended, first politely and then by force, before this returns.
     *
     * @return the exit code
     * @throws OperationFailure if the program cannot be started, or its time was up
     * @throws InterruptedException if the run was cancelled
     */
    int run(ProcessRequest request) throws InterruptedException;
}
