package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.model.WhenBusy;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import io.jenkins.plugins.aviary.release.Standing;
import io.jenkins.plugins.aviary.release.Turn;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * The turn of a build's delivery at its environment. It is known by the build and the node of the step, so that a step
 * which is resumed finds its turn without having kept it. A turn whose build runs no more is freed by whoever waits
 * behind it; an agent's process that goes on all the same is told from the others by the hosts, by its ticket.
 */
final class BuildTurn {
    private final StepContext context;
    private final String step;
    private int told;

    BuildTurn(StepContext context, String step) {
        this.context = context;
        this.step = step;
    }

    /**
     * What the hosts know the delivery by, once it is its turn; nothing while others come first.
     *
     * @throws AbortException if a newer delivery took its place
     */
    Optional<String> fence(Map<String, Object> given, FilePath workspace) throws IOException, InterruptedException {
        if (!EnvironmentTurns.STEPS.contains(step)) {
            return Optional.of("");
        }
        Installation installation = Installation.get();
        EnvironmentTurns turns = installation.turns();
        Run<?, ?> run = context.get(Run.class);
        String environment = String.valueOf(given.get("environment"));
        String release = String.valueOf(given.get("release"));
        Standing standing = turns.standing(id());
        if (standing.state() == Standing.State.UNKNOWN) {
            WhenBusy whenBusy = WorkspaceConfig.read(workspace, context)
                    .environment(environment)
                    .policy()
                    .whenBusy();
            standing = turns.request(
                    new EnvironmentTurns.Request(
                            id(),
                            environment,
                            installation.origin(),
                            Installation.name(run),
                            step,
                            release.matches(ArtifactTransfer.DIGEST) ? release : "",
                            Installation.actor(run)),
                    whenBusy);
        }
        if (standing.state() == Standing.State.WAITS) {
            standing = waiting(turns, standing, environment);
        }
        if (standing.state() == Standing.State.ENDED) {
            throw new AbortException(step + ": this delivery to " + environment + " was " + standing.reason()
                    + " while it waited (policy.whenBusy of " + environment + "); nothing was delivered");
        }
        return standing.state() == Standing.State.HOLDS ? Optional.of(turns.fence(id())) : Optional.empty();
    }

    private Standing waiting(EnvironmentTurns turns, Standing standing, String environment)
            throws IOException, InterruptedException {
        Turn first = standing.ahead().get(0);
        if (standing.ahead().size() != told) {
            told = standing.ahead().size();
            context.get(TaskListener.class)
                    .getLogger()
                    .println(environment + " is busy with " + first.text() + "; waiting, " + told
                            + " ahead of this delivery");
        }
        if (!first.keeper().equals(Installation.get().origin())) {
            return standing;
        }
        Run<?, ?> other = Run.fromExternalizableId(first.run());
        if (other != null && other.isBuilding()) {
            return standing;
        }
        turns.release(first.id(), "its build runs no more");
        return turns.standing(id());
    }

    /** Gives the turn to the next one, if this step had one. */
    void release() throws IOException, InterruptedException {
        if (EnvironmentTurns.STEPS.contains(step)) {
            Installation.get().turns().release(id(), "done");
        }
    }

    private String id() throws IOException, InterruptedException {
        return Installation.name(context.get(Run.class)) + "/"
                + context.get(FlowNode.class).getId();
    }
}
