package io.jenkins.plugins.aviary.host;

import org.apache.sshd.client.session.ClientSession;

/** One SSH session of a connection, with how many of its channels are in use. Guarded by the connection's lock. */
final class SshSession {
    /** OpenSSH's {@code MaxSessions} is 10; two are left for who else uses the connection. */
    private static final int MOST_CHANNELS = 8;

    private final ClientSession session;
    private int channels;

    SshSession(ClientSession session) {
        this.session = session;
    }

    ClientSession session() {
        return session;
    }

    boolean isOpen() {
        return session.isOpen() && !session.isClosing();
    }

    boolean hasRoom() {
        return channels < MOST_CHANNELS;
    }

    void taken() {
        channels++;
    }

    void given() {
        channels--;
    }
}
