package io.jenkins.plugins.aviary.operation;

import java.util.Map;
import java.util.Objects;

/**
 * How an operation ended and what came of it.
 *
 * @param code the exit code
 * @param summary one line for people: what was done, or the reason for a code other than {@link ExitCode#DONE}
 * @param result what the pipeline gets; present unless the code is {@link ExitCode#FAILED},
 *     {@link ExitCode#BAD_PARAMETERS} or {@link ExitCode#CANCELLED}
 * @param resume with {@link ExitCode#INCONCLUSIVE}, the parameters to add when a person's decision starts the operation
 *     again; otherwise empty
 */
public record Outcome<R>(ExitCode code, String summary, R result, Map<String, String> resume) {
    /** Copies the resume parameters and refuses an outcome that lacks its code or summary. */
    public Outcome {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(summary, "summary");
        resume = Map.copyOf(resume);
    }

    /** It did what it was asked to do. */
    public static <R> Outcome<R> done(String summary, R result) {
        return new Outcome<>(ExitCode.DONE, summary, result, Map.of());
    }

    /** A gate was not met; the pipeline goes on, marked unstable for this reason. */
    public static <R> Outcome<R> unstable(String reason, R result) {
        return new Outcome<>(ExitCode.UNSTABLE, reason, result, Map.of());
    }

    /** The new release was bad for this reason, and the previous one runs again. */
    public static <R> Outcome<R> rolledBack(String reason, R result) {
        return new Outcome<>(ExitCode.ROLLED_BACK, reason, result, Map.of());
    }

    /** It cannot tell; a person must answer the question, and the operation goes on with these parameters added. */
    public static <R> Outcome<R> inconclusive(String question, R result, Map<String, String> resume) {
        return new Outcome<>(ExitCode.INCONCLUSIVE, question, result, resume);
    }

    /** It failed after it had something to show: the result tells how far it came. */
    public static <R> Outcome<R> failed(String reason, R result) {
        return new Outcome<>(ExitCode.FAILED, reason, result, Map.of());
    }
}
