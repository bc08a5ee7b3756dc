package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.operation.OperationFailure;

/** A host cannot be reached or did not do what it was asked. */
public class HostFailure extends OperationFailure {
    private static final long serialVersionUID = 1L;

    /** A failure with a message for the user. */
    public HostFailure(String message) {
        super(message);
    }

    /** A failure with a message for the user and its cause. */
    public HostFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
