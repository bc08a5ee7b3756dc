package io.jenkins.plugins.aviary.cli.pipeline.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a step is called.
 *
 * @param name its name
 * @param parameters the names of its parameters
 * @param required the names of those that must be given
 * @param sole the parameter that a single value without a name goes to
 * @param block whether a block in braces follows
 * @param needsWorkspace whether it only works inside {@code node} or under an {@code agent}
 * @param open whether names are free, as those of the branches of {@code parallel}
 */
public record StepSignature(
        String name,
        List<String> parameters,
        List<String> required,
        Optional<String> sole,
        Block block,
        boolean needsWorkspace,
        boolean open) {
    /** Whether a block in braces follows a step. */
    public enum Block {
        /** There is none. */
        NONE,
        /** There may be one. */
        ALLOWED,
        /** There must be one. */
        REQUIRED
    }

    /** Copies the lists. */
    public StepSignature {
        parameters = List.copyOf(parameters);
        required = List.copyOf(required);
    }

    /** A step without parameters. */
    public static StepSignature of(String name) {
        return new StepSignature(name, List.of(), List.of(), Optional.empty(), Block.NONE, false, false);
    }

    /** The same with a parameter that may be given without its name, and must be given. */
    public StepSignature sole(String parameter) {
        return requires(parameter).soleOf(parameter);
    }

    /** The same with a parameter that may be given, also without its name. */
    public StepSignature soleOptional(String parameter) {
        return takes(parameter).soleOf(parameter);
    }

    private StepSignature soleOf(String parameter) {
        return new StepSignature(name, parameters, required, Optional.of(parameter), block, needsWorkspace, open);
    }

    /** The same with parameters that may be given. */
    public StepSignature takes(String... names) {
        return new StepSignature(name, plus(parameters, names), required, sole, block, needsWorkspace, open);
    }

    /** The same with parameters that must be given. */
    public StepSignature requires(String... names) {
        return new StepSignature(
                name, plus(parameters, names), plus(required, names), sole, block, needsWorkspace, open);
    }

    /** The same around a block. */
    public StepSignature around(Block kind) {
        return new StepSignature(name, parameters, required, sole, kind, needsWorkspace, open);
    }

    /** The same, needing a workspace. */
    public StepSignature inWorkspace() {
        return new StepSignature(name, parameters, required, sole, block, true, open);
    }

    /** The same with free names. */
    public StepSignature anyNames() {
        return new StepSignature(name, parameters, required, sole, block, needsWorkspace, true);
    }

    private static List<String> plus(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }
}
