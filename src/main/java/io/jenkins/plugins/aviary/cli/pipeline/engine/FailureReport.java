package io.jenkins.plugins.aviary.cli.pipeline.engine;

import groovy.lang.MissingMethodException;
import groovy.lang.MissingPropertyException;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.util.OptionalInt;

/** Turns whatever a script throws into one line for people, with the place in the file. */
public final class FailureReport {
    private FailureReport() {}

    /** The line, with {@code FILE:LINE} where that is known. */
    public static String of(Throwable failure, String file) {
        OptionalInt line = lineOf(failure);
        String message = messageOf(failure);
        return line.isPresent() ? file + ":" + line.getAsInt() + ": " + message : file + ": " + message;
    }

    /** What went wrong, without the place. */
    public static String messageOf(Throwable failure) {
        if (failure instanceof MissingPropertyException missing) {
            return "'" + missing.getProperty()
                    + "' is not defined: no variable, parameter or environment variable has that name";
        }
        if (failure instanceof MissingMethodException missing) {
            return "there is no method '" + missing.getMethod() + "' on "
                    + missing.getType().getSimpleName() + " that takes these arguments";
        }
        if (failure instanceof StackOverflowError) {
            return "the script calls itself without end";
        }
        String message = failure.getMessage() == null
                ? ""
                : failure.getMessage().lines().findFirst().orElse("");
        boolean plain = failure instanceof OperationFailure || failure instanceof PipelineInterrupted;
        if (plain || failure.getClass() == Exception.class || failure.getClass() == RuntimeException.class) {
            return message;
        }
        return failure.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
    }

    /** The innermost line of the script that the failure came through. */
    static OptionalInt lineOf(Throwable failure) {
        for (StackTraceElement element : failure.getStackTrace()) {
            if (PipelineScript.SOURCE.equals(element.getFileName()) && element.getLineNumber() > 0) {
                return OptionalInt.of(element.getLineNumber());
            }
        }
        return OptionalInt.empty();
    }

    /** The result that a failure gives to the stage it ends. */
    public static Result resultOf(Throwable failure) {
        return failure instanceof PipelineInterrupted ? Result.ABORTED : Result.FAILURE;
    }
}
