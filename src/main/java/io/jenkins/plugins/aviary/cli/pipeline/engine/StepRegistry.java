package io.jenkins.plugins.aviary.cli.pipeline.engine;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The steps that a run knows, and the one way to call them. */
public final class StepRegistry {
    private final Map<String, PipelineStep> steps = new TreeMap<>();

    /**
     * The given steps; a later one takes the place of an earlier one of its name.
     *
     * @param all the steps
     */
    public StepRegistry(Collection<PipelineStep> all) {
        all.forEach(step -> steps.put(step.signature().name(), step));
    }

    /** The step with the given name, if there is one. */
    public Optional<PipelineStep> find(String name) {
        return Optional.ofNullable(steps.get(name));
    }

    /** All names, sorted. */
    public List<String> names() {
        return List.copyOf(steps.keySet());
    }

    /**
     * Calls a step on the thread of its branch.
     *
     * @throws PipelineInterrupted if the branch was ended
     * @throws OperationFailure if the step failed
     */
    public Object call(PipelineStep step, Object... arguments) {
        Scope scope = Scope.current();
        scope.branch().check();
        StepSignature signature = step.signature();
        StepCall call = StepCall.of(signature, arguments, scope);
        if (signature.needsWorkspace() && scope.directory().isEmpty()) {
            throw new OperationFailure("'" + signature.name()
                    + "' needs a workspace: put it under an agent or inside node { ... }, not under 'agent none'");
        }
        try {
            return step.run(call);
        } catch (IOException e) {
            throw new OperationFailure("'" + signature.name() + "' failed on a file: " + describe(e), e);
        } catch (InterruptedException e) {
            throw scope.branch().noticed();
        }
    }

    private static String describe(IOException e) {
        return e instanceof java.nio.file.NoSuchFileException
                ? "there is no " + e.getMessage()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
