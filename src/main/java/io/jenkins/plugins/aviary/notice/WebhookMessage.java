package io.jenkins.plugins.aviary.notice;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.operation.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A notice as JSON for any program, and its signature: HMAC-SHA256 (RFC 2104) over the seconds since 1970, a dot and the
 * body, so that a receiver can refuse what is forged or old.
 */
final class WebhookMessage {
    private WebhookMessage() {}

    static ObjectNode of(Notice notice, Instant now) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("v", 1);
        message.put("time", now.toString());
        message.put("title", notice.title());
        message.put("text", notice.text());
        message.put("mood", notice.mood().name().toLowerCase(Locale.ROOT));
        message.put("link", notice.link());
        ObjectNode fields = message.putObject("fields");
        notice.fields().forEach(fields::put);
        return message;
    }

    /** The value of the header {@code X-Aviary-Signature}. */
    static String signature(byte[] body, Secret key, Instant now) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((now.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + now.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has HmacSHA256", e);
        }
    }
}
