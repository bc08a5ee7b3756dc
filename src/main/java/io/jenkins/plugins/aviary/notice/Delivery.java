package io.jenkins.plugins.aviary.notice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Secrets;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Brings one notice to all its channels; what goes wrong on one is told and keeps none of the others from it. */
final class Delivery {
    private final OperationLog log;
    private final Secrets secrets;
    private final Clock clock;
    private final AddressPolicy addresses;
    private final HttpChannel http;

    Delivery(RunContext context, AddressPolicy addresses, HttpChannel http) {
        this(context.log(), context.secrets(), context.clock(), addresses, http);
    }

    Delivery(OperationLog log, Secrets secrets, Clock clock, AddressPolicy addresses, HttpChannel http) {
        this.log = log;
        this.secrets = secrets;
        this.clock = clock;
        this.addresses = addresses;
        this.http = http;
    }

    NotifyTeam.Result send(Notice notice, List<Channel> channels) throws InterruptedException {
        List<String> delivered = new ArrayList<>();
        Map<String, String> failed = new LinkedHashMap<>();
        for (Channel channel : channels) {
            try {
                send(notice, channel);
                delivered.add(channel.describe());
            } catch (OperationFailure | IllegalArgumentException e) {
                failed.put(channel.describe(), e.getMessage());
                log.warn("The team was not told by " + channel.describe() + ": " + e.getMessage());
            }
        }
        return new NotifyTeam.Result(delivered, failed);
    }

    private void send(Notice notice, Channel channel) throws InterruptedException {
        Instant now = clock.instant();
        switch (channel.kind()) {
            case DISCORD -> post(secretTarget(channel), bytes(DiscordMessage.of(notice)), Map.of());
            case SLACK -> post(secretTarget(channel), bytes(SlackMessage.of(notice)), Map.of());
            case WEBHOOK -> {
                byte[] body = bytes(WebhookMessage.of(notice, now));
                post(
                        uri(channel.url(), "url"),
                        body,
                        Map.of(
                                "X-Aviary-Signature",
                                WebhookMessage.signature(body, secrets.text(channel.credentials()), now),
                                "X-Aviary-Delivery",
                                UUID.randomUUID().toString()));
            }
            case EMAIL -> {
                addresses.require(URI.create("https://" + channel.server()));
                new EmailChannel(secrets, addresses.privateAllowed()).send(channel, notice, now);
            }
        }
    }

    private void post(URI target, byte[] body, Map<String, String> headers) throws InterruptedException {
        addresses.require(target);
        http.post(target, body, headers);
    }

    private URI secretTarget(Channel channel) {
        return uri(
                secrets.text(channel.credentials()).reveal().strip(), "the credential '" + channel.credentials() + "'");
    }

    /** The address; a message about a wrong one does not repeat it, since it may be a secret. */
    private static URI uri(String text, String where) {
        try {
            return new URI(text);
        } catch (java.net.URISyntaxException e) {
            throw new OperationFailure(where + " is no address of a webhook; copy it anew", e);
        }
    }

    private static byte[] bytes(ObjectNode message) {
        return message.toString().getBytes(StandardCharsets.UTF_8);
    }
}
