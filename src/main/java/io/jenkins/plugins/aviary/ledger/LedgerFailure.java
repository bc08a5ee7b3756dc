package io.jenkins.plugins.aviary.ledger;

import io.jenkins.plugins.aviary.operation.OperationFailure;

/** The ledger could not do what was asked of it; whatever it acknowledged before is safe. */
public class LedgerFailure extends OperationFailure {
    private static final long serialVersionUID = 1L;

    /** A failure with a message for the user. */
    public LedgerFailure(String message) {
        super(message);
    }

    /** A failure with a message for the user and its cause. */
    public LedgerFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
