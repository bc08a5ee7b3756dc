package io.jenkins.plugins.aviary.server;

/** A server was told to stop and has not; what it was told cannot be taken back, so it may go down at any time. */
public final class StillStopping extends ServerFailure {
    private static final long serialVersionUID = 1L;

    StillStopping(String message) {
        super(message);
    }
}
