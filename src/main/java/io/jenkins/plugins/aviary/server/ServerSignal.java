package io.jenkins.plugins.aviary.server;

/**
 * The signals that Aviary sends to servers and to what starts them again: these and no others. SIGUSR2 and SIGQUIT, which
 * neither Canary nor The Forgotten Server handles, would end a server without saving.
 */
enum ServerSignal {
    /** Have it read its configuration again. */
    HUP,
    /** Have it save. */
    USR1,
    /** Have it save and end. */
    TERM,
    /** End it with a core dump. */
    ABRT,
    /** End it. */
    KILL,
    /** Hold it back. */
    STOP,
    /** Let it go on. */
    CONT
}
