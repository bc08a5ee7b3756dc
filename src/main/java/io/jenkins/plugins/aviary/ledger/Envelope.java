package io.jenkins.plugins.aviary.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.model.CanonicalJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * A signed document in the form of DSSE v1 (github.com/secure-systems-lab/dsse), with Ed25519 signatures.
 *
 * @param payloadType the document's media type
 * @param payload the document
 * @param signatures who signed it
 */
public record Envelope(String payloadType, byte[] payload, List<EnvelopeSignature> signatures) {
    private static final int MOST_SIGNATURES = 16;
    private static final int LONGEST_ID = 250;

    /** Copies the signatures. */
    public Envelope {
        signatures = List.copyOf(signatures);
    }

    /** A document signed with a key. */
    public static Envelope sign(String payloadType, byte[] payload, SigningKey key) {
        byte[] signature = key.sign(preAuthentication(payloadType, payload));
        return new Envelope(payloadType, payload, List.of(new EnvelopeSignature(keyId(key.verifier()), signature)));
    }

    /** What is signed: DSSE's pre-authentication encoding, which binds the type and the lengths. */
    static byte[] preAuthentication(String type, byte[] payload) {
        byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("DSSEv1 " + typeBytes.length + " ").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(typeBytes);
        out.writeBytes((" " + payload.length + " ").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    /** The hint at a key that stands beside a signature by it. */
    public static String keyId(VerifierKey key) {
        return key.name() + "+" + HexFormat.of().formatHex(key.id());
    }

    /** The one of these keys that signed it. The key ids are hints and prove nothing: only the signatures count. */
    public Optional<VerifierKey> signer(Collection<VerifierKey> keys) {
        byte[] message = preAuthentication(payloadType, payload);
        return keys.stream()
                .filter(key -> signatures.stream().anyMatch(signature -> key.verifies(message, signature.bytes())))
                .findFirst();
    }

    /** The hints at who signed it, fit to be shown; they prove nothing. */
    public List<String> keyIds() {
        return signatures.stream()
                .map(EnvelopeSignature::keyId)
                .map(id -> id.substring(0, Math.min(id.length(), LONGEST_ID)).replaceAll("\\p{Cntrl}", " "))
                .toList();
    }

    /** The envelope as JSON. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("payload", Base64.getEncoder().encodeToString(payload));
        json.put("payloadType", payloadType);
        ArrayNode list = json.putArray("signatures");
        signatures.forEach(signature -> list.addObject()
                .put("keyid", signature.keyId())
                .put("sig", Base64.getEncoder().encodeToString(signature.bytes())));
        return json;
    }

    /**
     * Reads an envelope.
     *
     * @throws IllegalArgumentException if it is none, with one line that tells why
     */
    public static Envelope parse(byte[] bytes) {
        JsonNode json = CanonicalJson.parse(bytes);
        if (!json.path("payload").isTextual() || !json.path("payloadType").isTextual()) {
            throw new IllegalArgumentException("A DSSE envelope has a payload and a payloadType");
        }
        List<EnvelopeSignature> signatures = new ArrayList<>();
        for (JsonNode signature : json.path("signatures")) {
            if (signatures.size() == MOST_SIGNATURES) {
                throw new IllegalArgumentException("A DSSE envelope has at most " + MOST_SIGNATURES + " signatures");
            }
            signatures.add(new EnvelopeSignature(
                    signature.path("keyid").asText(),
                    Base64.getDecoder().decode(signature.path("sig").asText())));
        }
        return new Envelope(
                json.path("payloadType").textValue(),
                Base64.getDecoder().decode(json.path("payload").textValue()),
                signatures);
    }

    /**
     * One signature of an envelope.
     *
     * @param keyId a hint at the key
     * @param bytes the signature
     */
    public record EnvelopeSignature(String keyId, byte[] bytes) {}
}
