package io.jenkins.plugins.aviary.cli.pipeline.engine;

import java.io.IOException;

/** A step that a Jenkinsfile may use. */
public interface PipelineStep {
    /** How it is called. */
    StepSignature signature();

    /**
     * Does it, on the thread of its branch.
     *
     * @return the value of the step in the pipeline; null if it has none
     * @throws IOException if a file cannot be read or written
     * @throws InterruptedException if the branch was ended
     */
    Object run(StepCall call) throws IOException, InterruptedException;

    /** What a step does, apart from how it is called. */
    @FunctionalInterface
    interface Action {
        /**
         * Does it.
         *
         * @throws IOException if a file cannot be read or written
         * @throws InterruptedException if the branch was ended
         */
        Object run(StepCall call) throws IOException, InterruptedException;
    }

    /** A step from how it is called and what it does. */
    static PipelineStep of(StepSignature signature, Action action) {
        return new PipelineStep() {
            @Override
            public StepSignature signature() {
                return signature;
            }

            @Override
            public Object run(StepCall call) throws IOException, InterruptedException {
                return action.run(call);
            }
        };
    }
}
