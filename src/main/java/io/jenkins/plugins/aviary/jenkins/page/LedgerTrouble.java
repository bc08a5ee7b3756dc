package io.jenkins.plugins.aviary.jenkins.page;

/** What pages say while the ledger cannot be used. */
final class LedgerTrouble {
    private LedgerTrouble() {}

    /** Empty if there is none. The cause names credentials and files, and is for those who may see all of Aviary. */
    static String text(Site site) {
        String cause = site.trouble();
        return cause.isEmpty() || site.jenkins().may(Right.VIEW) ? cause : site.hiddenTrouble();
    }
}
