package io.jenkins.plugins.aviary.host;

/** Somebody else has the lock of a world's folder. */
public final class FolderTaken extends HostFailure {
    private static final long serialVersionUID = 1L;

    FolderTaken(String message) {
        super(message);
    }
}
