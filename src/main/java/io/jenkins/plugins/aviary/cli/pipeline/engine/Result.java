package io.jenkins.plugins.aviary.cli.pipeline.engine;

import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a stage or a pipeline ended, from best to worst in the order that Jenkins gives them. */
public enum Result {
    /** Everything went well. */
    SUCCESS(ExitCode.DONE),
    /** It went on to the end, but a test or a gate was not met. */
    UNSTABLE(ExitCode.UNSTABLE),
    /** It failed. */
    FAILURE(ExitCode.FAILED),
    /** It was skipped. */
    NOT_BUILT(ExitCode.FAILED),
    /** Somebody or a time limit ended it. */
    ABORTED(ExitCode.CANCELLED);

    private final ExitCode exitCode;

    Result(ExitCode exitCode) {
        this.exitCode = exitCode;
    }

    /** The exit code of a run with this result. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** The worse of both. */
    public Result and(Result other) {
        return other.ordinal() > ordinal() ? other : this;
    }

    /** Whether this is worse than the other. */
    public boolean isWorseThan(Result other) {
        return ordinal() > other.ordinal();
    }

    /**
     * The result with the given name in any case.
     *
     * @throws InvalidParameter if there is none
     */
    public static Result named(String name) {
        List<String> names = Arrays.stream(values()).map(Enum::name).toList();
        if (!names.contains(name.toUpperCase(Locale.ROOT))) {
            throw new InvalidParameter("'" + name + "' is not a result; use one of " + String.join(", ", names));
        }
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
