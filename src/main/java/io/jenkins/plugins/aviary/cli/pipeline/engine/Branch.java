package io.jenkins.plugins.aviary.cli.pipeline.engine;

import java.util.Optional;

/**
 * One line of execution: the main one, or a branch of a {@code parallel}. Others end it through {@link #interrupt}; it
 * notices at its next step, or at once if it waits. Safe for use by several threads.
 */
public final class Branch {
    private final Thread thread;
    private Optional<PipelineInterrupted> pending = Optional.empty();
    private boolean over;

    /** The line of execution of a thread. */
    public Branch(Thread thread) {
        this.thread = thread;
    }

    /** Ends what runs here; does nothing once the branch is over. A cancelled run outranks other reasons. */
    public synchronized void interrupt(PipelineInterrupted cause) {
        if (!over) {
            if (pending.isEmpty() || cause.kind() == PipelineInterrupted.Kind.ABORT) {
                pending = Optional.of(cause);
            }
            thread.interrupt();
        }
    }

    /** Takes back interruptions of a block that has ended by itself meanwhile. */
    public synchronized void forget(Object block) {
        if (pending.isPresent() && pending.get().isFrom(block)) {
            pending = Optional.empty();
            clearFlag();
        }
    }

    /** What has been asked for and not been noticed yet; from now on it counts as noticed. */
    public synchronized Optional<PipelineInterrupted> take() {
        clearFlag();
        Optional<PipelineInterrupted> taken = pending;
        pending = Optional.empty();
        return taken;
    }

    /** The branch has come to its end. */
    public synchronized void finish() {
        over = true;
        clearFlag();
    }

    /** Throws the interruption that has been asked for, if any. */
    public void check() {
        Optional<PipelineInterrupted> asked = take();
        if (asked.isPresent()) {
            throw asked.get().here();
        }
    }

    /** The exception that goes up the pipeline in the place of a plain interruption of the thread. */
    public PipelineInterrupted noticed() {
        return take().map(PipelineInterrupted::here)
                .orElseGet(() ->
                        new PipelineInterrupted(PipelineInterrupted.Kind.ABORT, this, "The pipeline was cancelled"));
    }

    private static void clearFlag() {
        if (Thread.interrupted()) {
            return;
        }
    }
}
