package io.jenkins.plugins.aviary.operation;

/**
 * One thing that Aviary can do. An operation is a record annotated with {@link Step} whose components are its
 * parameters, so parameter names, defaults and validation live in that record and nowhere else.
 *
 * <p>Parameters may be {@code String}, {@code boolean}, {@code int}, {@code long}, {@code double}, {@code Duration}, an
 * enum, {@code List<String>}, {@code Map<String, String>}, another record of these or a list of such records. An
 * absent optional parameter is null for objects, and {@code false} or {@code 0} for primitives, unless it has a default;
 * compact constructors may normalise it and throw {@link InvalidParameter}.
 *
 * @param <R> the result record: what the step returns to its pipeline and prints with {@code --json}
 */
public interface Operation<R> {
    /**
     * Does it. Called once, on a thread of its own; a cancelled run interrupts that thread.
     *
     * @throws OperationFailure if it failed, with a message that says what, which value and what to do
     * @throws InterruptedException if the run was cancelled; whatever was begun is in a safe state
     */
    Outcome<R> run(RunContext context) throws InterruptedException;
}
