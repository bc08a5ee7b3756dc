package io.jenkins.plugins.aviary.model;

import java.util.List;

/**
 * Where notices go, as {@code aviary.yml} writes it.
 *
 * @param name its name there
 * @param kind what it is
 * @param credentials the id of the credential: the webhook's URL for Discord and Slack, the signing key of a webhook, the
 *     password of a mail server; or empty
 * @param url the address of a webhook, or empty
 * @param server the mail server, or empty
 * @param port the mail server's port
 * @param from who an e-mail is from, or empty
 * @param to who an e-mail is for; nobody if it is for personal links alone
 */
public record NoticeChannel(
        String name, Kind kind, String credentials, String url, String server, int port, String from, List<String> to) {
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

    /** Copies the list. */
    public NoticeChannel {
        to = List.copyOf(to);
    }

    /** Whether several people read it, and none of them alone. */
    public boolean shared() {
        return kind != Kind.EMAIL || !to.isEmpty();
    }

    /** The same mail server, for one person. */
    public NoticeChannel onlyTo(String address) {
        return new NoticeChannel(name, kind, credentials, url, server, port, from, List.of(address));
    }
}
