package io.jenkins.plugins.aviary.host;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.aviary.model.HostAddress;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Events;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.Secrets;
import java.io.IOException;
import java.io.InterruptedIOException;

/** Whom a connection leads to: address, user, credential, and how the host proves to be itself. */
final class SshTarget {
    private static final int USUAL_PORT = 22;

    private final HostAddress host;
    private final HostKeyPolicy policy;
    private final Secrets secrets;
    private final Events events;
    private final OperationLog log;

    SshTarget(HostAddress host, HostKeyPolicy policy, Secrets secrets, Events events, OperationLog log) {
        this.host = host;
        this.policy = policy;
        this.secrets = secrets;
        this.events = events;
        this.log = log;
    }

    String name() {
        return host.name();
    }

    String address() {
        return host.address();
    }

    int port() {
        return host.port() == 0 ? USUAL_PORT : host.port();
    }

    SshCredential credential() {
        return new SshCredential(host.credentials(), secrets);
    }

    /** The user to log in as: the address says it, or the credential. */
    String user() {
        String user = host.user().isEmpty() ? credential().username() : host.user();
        if (user.isEmpty()) {
            throw new InvalidParameter("Nobody says which user to log in to " + host.name()
                    + " as; set its 'user' in aviary.yml, or the user name of the credential '" + host.credentials()
                    + "'.");
        }
        return user;
    }

    HostKeyCheck keyCheck() {
        return new HostKeyCheck(host.name(), host.address(), port(), policy);
    }

    /** Warns of a connection to whoever answered. */
    void connected() {
        if (policy instanceof HostKeyPolicy.AnyKey any) {
            log.warn("The key of " + host.name() + " is not checked, as "
                    + any.consent().administrator() + " allowed ("
                    + any.consent().reason() + "): whoever is in the way can read and change everything.");
            events.record(new Event(
                    "host.key.unchecked",
                    1,
                    "",
                    "",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("host", host.name())
                            .put("address", host.address())
                            .put("port", port())
                            .put("administrator", any.consent().administrator())
                            .put("reason", any.consent().reason())));
        }
    }

    /** What a failed attempt means for the user. */
    HostFailure failure(boolean unreachable, String user, IOException e) throws InterruptedException {
        if (Thread.interrupted() || e instanceof InterruptedIOException && !SshConnection.isTimeout(e)) {
            throw new InterruptedException("cancelled while connecting to " + host.name());
        }
        String where = host.name() + " (" + host.address() + ":" + port() + ")";
        if (unreachable) {
            return new HostFailure(
                    where + " cannot be reached: " + reason(e) + "; is it up, and is the address right?", e);
        }
        return new HostFailure(
                where + " does not let " + user + " in with the credential '" + host.credentials() + "': " + reason(e)
                        + "; is its public key in the host's authorized_keys, or the password right?",
                e);
    }

    private static String reason(IOException e) {
        if (SshConnection.isTimeout(e)) {
            return "it did not answer in time";
        }
        Throwable deepest = e;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.getClass().getSimpleName() : deepest.getMessage();
    }
}
