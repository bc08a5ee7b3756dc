package io.jenkins.plugins.aviary.database.migration;

/** A moment of a migration at which it could be killed; the tests do. */
@FunctionalInterface
interface RunPoint {
    /** Nothing happens. */
    RunPoint NONE = what -> {};

    /** It came this far. */
    void reached(String what);
}
