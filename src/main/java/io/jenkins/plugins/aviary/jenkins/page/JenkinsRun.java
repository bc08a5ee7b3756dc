package io.jenkins.plugins.aviary.jenkins.page;

import hudson.model.Run;
import io.jenkins.plugins.aviary.jenkins.Installation;
import io.jenkins.plugins.aviary.jenkins.agent.AttendedStep;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner;

/**
 * A run of Jenkins.
 *
 * @param run the run
 */
record JenkinsRun(Run<?, ?> run) implements ShownRun {
    @Override
    public String name() {
        return Installation.name(run);
    }

    @Override
    public Place place() {
        return new JenkinsPlace(run);
    }

    @Override
    public boolean used() {
        return UsedAviary.on(run);
    }

    @Override
    public boolean building() {
        return run.isBuilding();
    }

    @Override
    public Instant begin() {
        return Instant.ofEpochMilli(run.getStartTimeInMillis());
    }

    @Override
    public Instant end() {
        return begin().plusMillis(run.getDuration());
    }

    @Override
    public List<AttendedStep> steps() {
        if (!building() || !(run instanceof FlowExecutionOwner.Executable pipeline)) {
            return List.of();
        }
        FlowExecutionOwner owner = pipeline.asFlowExecutionOwner();
        FlowExecution execution = owner == null ? null : owner.getOrNull();
        if (execution == null) {
            return List.of();
        }
        try {
            return execution.getCurrentExecutions(true).get(30, TimeUnit.SECONDS).stream()
                    .filter(AttendedStep.class::isInstance)
                    .map(AttendedStep.class::cast)
                    .toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException | TimeoutException e) {
            // The program is being loaded: the page shows nothing yet.
            return List.of();
        }
    }
}
