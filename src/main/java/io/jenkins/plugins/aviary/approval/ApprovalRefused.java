package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.operation.OperationFailure;

/** Somebody wanted to do something at a gate that they may not do, or not now. The message says why. */
public class ApprovalRefused extends OperationFailure {
    private static final long serialVersionUID = 1L;

    /** A refusal with a message for the person. */
    public ApprovalRefused(String message) {
        super(message);
    }
}
