package io.jenkins.plugins.aviary.ledger;

/** Is told before each step that changes files: a crash test ends the process there. */
@FunctionalInterface
interface IoPoint {
    /** What is told in normal use: nothing. */
    IoPoint NONE = step -> {};

    /** The named step is about to be done. */
    void before(String step);
}
