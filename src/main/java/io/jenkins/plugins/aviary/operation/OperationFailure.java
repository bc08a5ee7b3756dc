package io.jenkins.plugins.aviary.operation;

/**
 * An operation failed for a reason that its user can understand. The message is one line that says what failed, on
 * which value, and what to do; it is printed without a stack trace.
 */
public class OperationFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure with a message for the user. */
    public OperationFailure(String message) {
        super(message);
    }

    /** A failure with a message for the user and the cause that {@code --debug} prints. */
    public OperationFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** The exit code that this failure ends the operation with. */
    public ExitCode exitCode() {
        return ExitCode.FAILED;
    }
}
