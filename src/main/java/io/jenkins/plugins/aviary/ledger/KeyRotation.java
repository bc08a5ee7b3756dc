package io.jenkins.plugins.aviary.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The payload of {@code key.rotated}: the old key signs that the new one follows it, and the new key signs that it
 * follows the old one, both over what the ledger was then. With one signature alone, whoever has a key could name any
 * other as their successor, and have it vouch for what they wrote.
 *
 * @param from the key that signed until then
 * @param to the key that signs from then on
 * @param handedOver what the ledger was then; empty in the events of the first form, which bind neither key to any records
 * @param signed whether the old key says so
 * @param countersigned whether the new key says so
 */
record KeyRotation(
        VerifierKey from, VerifierKey to, Optional<Checkpoint> handedOver, boolean signed, boolean countersigned) {
    static final String TYPE = "key.rotated";

    private static final byte[] MARK = ("\"type\":\"" + TYPE + "\"").getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "signature";
    private static final String COUNTERSIGNATURE = "countersignature";
    private static final String CHECKPOINT = "checkpoint";

    /** A change of keys that both sign. */
    static ObjectNode payload(Checkpoint handedOver, SigningKey from, SigningKey to) {
        String old = from.verifier().text();
        String next = to.verifier().text();
        byte[] message = message(handedOver, old, next);
        ObjectNode payload = JsonNodeFactory.instance.objectNode();
        payload.put("from", old);
        payload.put("to", next);
        payload.put(CHECKPOINT, handedOver.text());
        payload.put(SIGNATURE, Base64.getEncoder().encodeToString(from.sign(message)));
        payload.put(COUNTERSIGNATURE, Base64.getEncoder().encodeToString(to.sign(message)));
        return payload;
    }

    private static byte[] message(Checkpoint handedOver, String from, String to) {
        return ("aviary key rotation 2\n" + from + "\n" + to + "\n" + handedOver.text())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What the old key alone signed in the first form. */
    private static byte[] firstMessage(String origin, String from, String to) {
        return ("aviary key rotation\n" + origin + "\n" + from + "\n" + to + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a rotation from the bytes of an event; empty if they are none, or damaged: that is for the verification. */
    static Optional<KeyRotation> in(byte[] event) {
        if (!mayBe(event)) {
            return Optional.empty();
        }
        try {
            return of(LedgerEvent.parse(event));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether the bytes have the type somewhere: nearly all events are told apart by that, without reading their form. */
    private static boolean mayBe(byte[] event) {
        for (int i = 0; i <= event.length - MARK.length; i++) {
            if (event[i] == MARK[0] && Arrays.equals(event, i, i + MARK.length, MARK, 0, MARK.length)) {
                return true;
            }
        }
        return false;
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
                    Base64.getDecoder().decode(payload.path(SIGNATURE).asText());
            if (!payload.has(CHECKPOINT)) {
                byte[] message = firstMessage(payload.path("origin").asText(), from.text(), to.text());
                return Optional.of(
                        new KeyRotation(from, to, Optional.empty(), from.verifies(message, signature), false));
            }
            Optional<Checkpoint> handedOver =
                    Checkpoint.parse(payload.path(CHECKPOINT).asText());
            if (handedOver.isEmpty()) {
                return Optional.empty();
            }
            byte[] message = message(handedOver.get(), from.text(), to.text());
            byte[] countersignature =
                    Base64.getDecoder().decode(payload.path(COUNTERSIGNATURE).asText());
            return Optional.of(new KeyRotation(
                    from, to, handedOver, from.verifies(message, signature), to.verifies(message, countersignature)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether the old key handed over to the new one, and the ledger began then as it does now.
     *
     * @param sequence the place of the event
     * @param now the ledger as it is
     */
    boolean leadsOn(long sequence, Roots now) {
        return signed && handedOver.map(then -> fits(then, sequence, now)).orElse(true);
    }

    /**
     * Whether the new key also says what it took over from the old one: only then does trust in the new key go back to
     * the old one.
     */
    boolean leadsBack(long sequence, Roots now) {
        return signed
                && countersigned
                && handedOver.map(then -> fits(then, sequence, now)).orElse(false);
    }

    private static boolean fits(Checkpoint then, long sequence, Roots now) {
        return then.size() <= sequence
                && now.at(then.size())
                        .filter(root -> Arrays.equals(root, InclusionProof.hash(then.root())))
                        .isPresent();
    }

    /** What a ledger is. */
    @FunctionalInterface
    interface Roots {
        /** The root over the first records, if there are so many. */
        Optional<byte[]> at(long size);
    }
}
