package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.model.ApprovalNotices;

/** Tells those who may vote at a gate. It returns at once, and what goes wrong there never holds up the gate. */
@FunctionalInterface
public interface GateTeller {
    /** Tells nobody. */
    GateTeller NOBODY = (gate, moment, notices) -> {};

    /** Tells them what has come. */
    void tell(GateState gate, GateMoment moment, ApprovalNotices notices);
}
