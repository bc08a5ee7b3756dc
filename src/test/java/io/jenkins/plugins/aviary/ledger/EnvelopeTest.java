package io.jenkins.plugins.aviary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final SigningKey KEY = SigningKey.generate("ci.example.org");

    /** The example of the DSSE specification. */
    @Test
    void signsWhatDsseSaysIsToBeSigned() {
        assertThat(new String(
                        Envelope.preAuthentication(
                                "http://example.com/HelloWorld", "hello world".getBytes(StandardCharsets.UTF_8)),
                        StandardCharsets.UTF_8))
                .isEqualTo("DSSEv1 29 http://example.com/HelloWorld 11 hello world");
    }

    @Test
    void holdsForNobodyElseAndForNoOtherTypeOrPayload() {
        byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
        Envelope envelope = Envelope.sign("text/json", payload, KEY);
        List<VerifierKey> keys = List.of(KEY.verifier());

        assertThat(envelope.signer(keys)).contains(KEY.verifier());
        assertThat(envelope.signer(List.of(SigningKey.generate("ci.example.org").verifier())))
                .isEmpty();
        assertThat(new Envelope("text/plain", payload, envelope.signatures()).signer(keys))
                .isEmpty();
        assertThat(new Envelope("text/json", "[]".getBytes(StandardCharsets.UTF_8), envelope.signatures()).signer(keys))
                .isEmpty();
        assertThatThrownBy(() -> Envelope.parse(payload)).isInstanceOf(IllegalArgumentException.class);
    }
}
