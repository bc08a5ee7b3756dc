package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.jenkins.AviaryPermissions;
import io.jenkins.plugins.aviary.jenkins.Installation;
import jenkins.model.Jenkins;

/** What pages say while the ledger cannot be used. */
final class LedgerTrouble {
    private LedgerTrouble() {}

    /** Empty if there is none. The cause names credentials and files, and is for those who may see all of Aviary. */
    static String text() {
        String cause = Installation.get().trouble();
        return cause.isEmpty() || Jenkins.get().hasPermission(AviaryPermissions.VIEW)
                ? cause
                : Messages.LedgerTrouble_hidden();
    }
}
