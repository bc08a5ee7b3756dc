package io.jenkins.plugins.aviary.model;

import java.time.Duration;
import java.util.List;

/**
 * Commands that are run on a world's host once a release serves players there, while the world's lock is still held.
 *
 * @param postDeploy the commands after a release was delivered, in order, each the program and its arguments
 * @param postRollback the commands after an earlier release was brought back, likewise
 * @param within how long one command may take
 */
public record DeployHooks(List<List<String>> postDeploy, List<List<String>> postRollback, Duration within) {
    /** No commands. */
    public static final DeployHooks NONE = new DeployHooks(List.of(), List.of(), Duration.ofMinutes(5));

    /** Copies the lists. */
    public DeployHooks {
        postDeploy = postDeploy.stream().map(List::copyOf).toList();
        postRollback = postRollback.stream().map(List::copyOf).toList();
    }
}
