package io.jenkins.plugins.aviary.cli.pipeline.engine;

/** The block in braces behind a step. */
@FunctionalInterface
public interface Body {
    /**
     * Runs the block.
     *
     * @return the value of its last statement; null if it has none
     * @throws InterruptedException if the run was cancelled
     */
    Object call() throws InterruptedException;
}
