package io.jenkins.plugins.aviary.operation;

/** A parameter or a configuration value is wrong; nothing was begun. */
public class InvalidParameter extends OperationFailure {
    private static final long serialVersionUID = 1L;

    /** A refusal with a message that names the parameter, its value and what was expected. */
    public InvalidParameter(String message) {
        super(message);
    }

    /** A refusal with the cause that {@code --debug} prints. */
    public InvalidParameter(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public ExitCode exitCode() {
        return ExitCode.BAD_PARAMETERS;
    }
}
