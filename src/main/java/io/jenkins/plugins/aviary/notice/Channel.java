package io.jenkins.plugins.aviary.notice;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Parameter;
import java.util.List;
import java.util.Objects;

/** Where a notice goes. */
public record Channel(
        @Parameter(value = "What it is: discord, slack, webhook or email", required = true)
        Kind kind,

        @Parameter("The id of the credential: the webhook's URL for discord and slack, the signing key for webhook, the"
                + " password of the mail server for email")
        String credentials,

        @Parameter("The address of a webhook, beginning with https://")
        String url,

        @Parameter("The mail server for email") String server,

        @Parameter("The mail server's port; 587 if not given")
        int port,

        @Parameter("Who the e-mail is from") String from,

        @Parameter("Who the e-mail is for") List<String> to) {
    private static final int SUBMISSION = 587;
    private static final int LARGEST_PORT = 65_535;
    private static final String MAILBOX = "[^\\s\\p{Cntrl}<>,;\"]+@[^\\s\\p{Cntrl}<>,;\"@]+";

    /** The kinds of channels. */
    public enum Kind {
        /** A Discord webhook. */
        DISCORD,
        /** A Slack incoming webhook. */
        SLACK,
        /** Any program that takes JSON, signed. */
        WEBHOOK,
        /** E-mail. */
        EMAIL
    }

    /** Refuses a channel that lacks what its kind needs. */
    public Channel {
        credentials = Objects.requireNonNullElse(credentials, "");
        url = Objects.requireNonNullElse(url, "");
        server = Objects.requireNonNullElse(server, "");
        from = Objects.requireNonNullElse(from, "");
        to = to == null ? List.of() : List.copyOf(to);
        port = port == 0 ? SUBMISSION : port;
        if (kind == null) {
            throw new InvalidParameter("A channel needs its kind: discord, slack, webhook or email");
        }
        if (port < 1 || port > LARGEST_PORT) {
            throw new InvalidParameter("The mail server's port is 1 to " + LARGEST_PORT + ", not " + port);
        }
        switch (kind) {
            case DISCORD, SLACK -> need(kind, "credentials", !credentials.isEmpty());
            case WEBHOOK -> {
                need(kind, "url", !url.isEmpty());
                need(kind, "credentials", !credentials.isEmpty());
            }
            case EMAIL -> {
                need(kind, "server", !server.isEmpty());
                need(kind, "from", from.matches(MAILBOX));
                need(kind, "to", !to.isEmpty() && to.stream().allMatch(one -> one.matches(MAILBOX)));
            }
        }
    }

    private static void need(Kind kind, String what, boolean there) {
        if (!there) {
            throw new InvalidParameter("The " + name(kind) + " channel needs '" + what + "'"
                    + (what.equals("from") || what.equals("to") ? ": addresses such as ops@example.org" : ""));
        }
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** How it is called in logs and results: never with its address, which may be a secret. */
    String describe() {
        return kind == Kind.EMAIL ? "email to " + String.join(", ", to) : name(kind);
    }
}
