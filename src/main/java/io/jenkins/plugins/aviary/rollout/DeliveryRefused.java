package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.util.List;

/** A release is not delivered, because it could not run or players would lose something; no world was touched. */
public final class DeliveryRefused extends OperationFailure {
    private static final long serialVersionUID = 1L;

    /** A refusal for some reasons, each a sentence that says what would make it possible. */
    public DeliveryRefused(String what, List<String> reasons) {
        super(what + " is refused, and nothing was changed: " + String.join(" ", reasons));
    }
}
