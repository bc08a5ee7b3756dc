package io.jenkins.plugins.aviary.jenkins.page;

/** What a visitor may do somewhere, as far as the pages ask. */
enum Right {
    /** To see the place at all. */
    READ,
    /** To see all of Aviary. */
    VIEW,
    /** To decide whether a delivery goes on. */
    DEPLOY,
    /** To take a delivery back. */
    ROLLBACK,
    /** To vote at gates. */
    APPROVE,
    /** To open a gate alone, and to free turns. */
    BREAK_GLASS
}
