package io.jenkins.plugins.aviary.operation;

/** How an operation ended, as the exit code of the {@code aviary} command and of the process on an agent. */
public enum ExitCode {
    /** The operation did what it was asked to do. */
    DONE(0),
    /** The operation failed; what it had begun is undone or named in its message. */
    FAILED(1),
    /** The parameters or {@code aviary.yml} are wrong; nothing was begun. */
    BAD_PARAMETERS(2),
    /** A gate was not met: the build goes on, marked unstable. */
    UNSTABLE(3),
    /** The new release was bad and the previous one runs again. */
    ROLLED_BACK(4),
    /** The operation cannot tell; a person must decide. */
    INCONCLUSIVE(5),
    /** Somebody cancelled the operation. */
    CANCELLED(130);

    private final int value;

    ExitCode(int value) {
        this.value = value;
    }

    /** The number that the process exits with. */
    public int value() {
        return value;
    }

    /**
     * The exit code with the given number.
     *
     * @throws IllegalArgumentException if no exit code has that number
     */
    public static ExitCode of(int value) {
        for (ExitCode code : values()) {
            if (code.value == value) {
                return code;
            }
        }
        throw new IllegalArgumentException("No operation exits with " + value);
    }
}
