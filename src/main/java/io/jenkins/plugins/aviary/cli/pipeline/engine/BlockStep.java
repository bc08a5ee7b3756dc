package io.jenkins.plugins.aviary.cli.pipeline.engine;

import io.jenkins.plugins.aviary.operation.RunContext;
import java.util.List;
import java.util.Map;

/** A step around a block, such as {@code maintenanceWindow(...) { ... }}, that is not an operation of the catalogue. */
public interface BlockStep {
    /** The step's name in a Jenkinsfile. */
    String name();

    /** The names of its parameters. */
    List<String> parameters();

    /** The names of the parameters that must be given. */
    List<String> required();

    /**
     * Does what comes before, runs the block, and does what comes after, however the block ended.
     *
     * @param arguments the given values by parameter name: texts, numbers, booleans, lists and maps of these
     * @param context what the step runs in
     * @param body the block
     * @return the value of the step in the pipeline
     * @throws InterruptedException if the run was cancelled
     */
    Object run(Map<String, Object> arguments, RunContext context, Body body) throws InterruptedException;
}
