package io.jenkins.plugins.aviary.database.backup;

import io.jenkins.plugins.aviary.operation.OperationFailure;

/** A backup is not what its manifest says. */
public final class BackupDamaged extends OperationFailure {
    private static final long serialVersionUID = 1L;

    /** Damage, with the file it is in. */
    public BackupDamaged(String message) {
        super(message);
    }

    /** Damage, with the file it is in and how it showed. */
    public BackupDamaged(String message, Throwable cause) {
        super(message, cause);
    }
}
