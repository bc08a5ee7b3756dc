package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.operation.OperationFailure;

/** A server did not do what it was asked: it did not save, stop or start. */
public class ServerFailure extends OperationFailure {
    private static final long serialVersionUID = 1L;

    /** A failure with a message that names the world, what happened and what to do. */
    public ServerFailure(String message) {
        super(message);
    }
}
