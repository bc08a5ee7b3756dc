package io.jenkins.plugins.aviary.jenkins.agent;

import java.io.IOException;

/** A step under way, as a person attends to it: a question to decide, or a rollout to steer. */
public interface AttendedStep {
    /** The step's name in the Jenkinsfile. */
    String getStep();

    /** What a person must decide now, or null. */
    Decision getDecision();

    /**
     * A person has decided.
     *
     * @param proceed whether the operation goes on, with what it asked for; else the step fails
     * @param by who it was
     * @return false if somebody decided before
     */
    boolean decide(boolean proceed, String by) throws IOException, InterruptedException;

    /** The rollout that it runs now and that can be steered, or null. */
    String getRollout();

    /**
     * Asks the rollout that it runs for something, which it takes before its next step.
     *
     * @return why that cannot be, or empty
     * @throws IOException if the agent does not answer
     */
    String steer(RolloutWish what, String who, String reason) throws IOException, InterruptedException;
}
