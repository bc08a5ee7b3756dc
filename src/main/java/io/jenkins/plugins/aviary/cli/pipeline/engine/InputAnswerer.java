package io.jenkins.plugins.aviary.cli.pipeline.engine;

import io.jenkins.plugins.aviary.operation.OperationFailure;

/** Answers the questions that a pipeline asks. Asked by one branch at a time. */
@FunctionalInterface
public interface InputAnswerer {
    /**
     * Answers.
     *
     * @throws OperationFailure if there is nobody to ask
     * @throws InterruptedException if the run was cancelled while somebody thought about it
     */
    Answer answer(Question question) throws InterruptedException;
}
