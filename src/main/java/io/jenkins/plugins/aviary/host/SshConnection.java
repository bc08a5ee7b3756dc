package io.jenkins.plugins.aviary.host;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;

/**
 * The way to one host: made at the first use, kept, made again when it was lost. More sessions are opened when one has no
 * more room for channels. Safe for use by several threads.
 */
final class SshConnection {
    /** Where the verifier of host keys finds what to hold a key against. */
    static final AttributeKey<HostKeyCheck> CHECK = new AttributeKey<>();

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ReentrantLock lock = new ReentrantLock();
    private final SshClient client;
    private final SshTarget target;
    /** Guarded by the lock. */
    private final List<SshSession> sessions = new ArrayList<>();
    /** Guarded by the lock. */
    private int users;

    SshConnection(SshClient client, SshTarget target) {
        this.client = client;
        this.target = target;
    }

    /** How long a host may take to answer. */
    Duration patience() {
        return PATIENCE;
    }

    /** One more host object uses it. */
    SshConnection retained() {
        lock.lock();
        try {
            users++;
            return this;
        } finally {
            lock.unlock();
        }
    }

    /** One host object less uses it; the last one closes it. */
    void release() {
        lock.lock();
        try {
            users--;
            if (users <= 0) {
                end();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes every session, whoever uses it. */
    void end() {
        lock.lock();
        try {
            sessions.forEach(session -> farewell(session.session()));
            sessions.clear();
        } finally {
            lock.unlock();
        }
    }

    /** Tells the host that this is the end, so that it need not find out, and closes at once. */
    private static void farewell(ClientSession session) {
        try {
            session.disconnect(SshConstants.SSH2_DISCONNECT_BY_APPLICATION, "done");
        } catch (IOException e) {
            // The host is not there to hear it.
            session.close(true);
        }
    }

    /** Room for one channel; give it back with {@link #give}. */
    SshSession take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            sessions.removeIf(session -> !session.isOpen());
            for (SshSession session : sessions) {
                if (session.hasRoom()) {
                    session.taken();
                    return session;
                }
            }
            SshSession fresh = new SshSession(connect());
            sessions.add(fresh);
            fresh.taken();
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    /** Gives room back. */
    void give(SshSession session) {
        lock.lock();
        try {
            session.given();
        } finally {
            lock.unlock();
        }
    }

    private ClientSession connect() throws InterruptedException {
        HostKeyCheck check = target.keyCheck();
        String user = target.user();
        ClientSession session = null;
        try {
            session = client.connect(
                            user, target.address(), target.port(), AttributeRepository.ofKeyValuePair(CHECK, check))
                    .verify(PATIENCE)
                    .getSession();
            target.credential().offerTo(session);
            session.auth().verify(PATIENCE);
            target.connected();
            return session;
        } catch (IOException e) {
            if (session != null) {
                session.close(true);
            }
            if (!check.refusal().isEmpty()) {
                throw new HostFailure(check.refusal(), e);
            }
            throw target.failure(session == null, user, e);
        } catch (RuntimeException e) {
            if (session != null) {
                session.close(true);
            }
            throw e;
        }
    }

    /** Whether an error only says that time was up. */
    static boolean isTimeout(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException || cause instanceof java.util.concurrent.TimeoutException) {
                return true;
            }
        }
        return false;
    }
}
