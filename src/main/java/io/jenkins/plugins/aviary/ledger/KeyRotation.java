package io.jenkins.plugins.aviary.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The payload of {@code key.rotated}: the old key signs the new one.
 *
 * @param from the key that signed until then
 * @param to the key that signs from then on
 * @param valid whether the old key says so
 */
record KeyRotation(VerifierKey from, VerifierKey to, boolean valid) {
    static final String TYPE = "key.rotated";

    static ObjectNode payload(String origin, SigningKey from, VerifierKey to) {
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("origin", origin);
        payload.put("from", from.verifier().text());
        payload.put("to", to.text());
        payload.put(
                "signature",
                Base64.getEncoder()
                        .encodeToString(
                                from.sign(message(origin, from.verifier().text(), to.text()))));
        return payload;
    }

    private static byte[] message(String origin, String from, String to) {
        return ("aviary key rotation\n" + origin + "\n" + from + "\n" + to + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a rotation; empty if the event is none. */
    static Optional<KeyRotation> of(LedgerEvent event) {
        if (!event.type().equals(TYPE)) {
            return Optional.empty();
        }
        JsonNode payload = event.payload();
        try {
            VerifierKey from = VerifierKey.parse(payload.path("from").asText());
            VerifierKey to = VerifierKey.parse(payload.path("to").asText());
            byte[] signature =
                    Base64.getDecoder().decode(payload.path("signature").asText());
            byte[] message = message(payload.path("origin").asText(), from.text(), to.text());
            return Optional.of(new KeyRotation(from, to, from.verifies(message, signature)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
