package io.jenkins.plugins.aviary.cli.pipeline.engine;

/**
 * Somebody or something ended a part of the pipeline: a signal, a time limit, a failed neighbour, a refused question.
 * It takes the place of {@link InterruptedException} between the steps, because it must carry a result and a reason.
 */
public final class PipelineInterrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What ended it. */
    public enum Kind {
        /** The whole run was cancelled. */
        ABORT,
        /** A time limit was over. */
        TIMEOUT,
        /** Another branch of the same {@code parallel} failed, and {@code failFast} is on. */
        FAIL_FAST,
        /** A question was answered with no. */
        REFUSED
    }

    private final Kind kind;
    private final transient Object scope;
    private final boolean settled;

    /**
     * An interruption.
     *
     * @param scope the block that was ended, so that it can tell its own interruption from those of others
     * @param reason one line for people
     */
    public PipelineInterrupted(Kind kind, Object scope, String reason) {
        this(kind, scope, reason, false);
    }

    private PipelineInterrupted(Kind kind, Object scope, String reason, boolean settled) {
        super(reason);
        this.kind = kind;
        this.scope = scope;
        this.settled = settled;
    }

    /** What ended it. */
    public Kind kind() {
        return kind;
    }

    /** Whether it comes from the given block. */
    public boolean isFrom(Object block) {
        return scope == block;
    }

    /** Whether it has left the block that was to be ended, so that it is an ordinary failure from there on. */
    public boolean isSettled() {
        return settled;
    }

    /** The same interruption once it has left the block that was to be ended. */
    public PipelineInterrupted settled() {
        PipelineInterrupted after = new PipelineInterrupted(kind, scope, getMessage(), true);
        after.setStackTrace(getStackTrace());
        return after;
    }

    /** The same interruption with the place where it is noticed. */
    public PipelineInterrupted here() {
        return new PipelineInterrupted(kind, scope, getMessage());
    }
}
