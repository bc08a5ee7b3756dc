package io.jenkins.plugins.aviary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
    /** The verifier key and the note that golang.org/x/mod/sumdb/note publishes as its example. */
    private static final String PETER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

    private static final String PETERS_NOTE = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    @TempDir
    Path folder;

    @Test
    void verifiesANoteThatAnotherImplementationSigned() {
        VerifierKey peter = VerifierKey.parse(PETER);
        SignedNote note = SignedNote.parse(PETERS_NOTE).orElseThrow();
        assertThat(note.signedBy(peter)).isTrue();
        assertThat(SignedNote.parse(PETERS_NOTE.replace("answer", "Answer"))
                        .orElseThrow()
                        .signedBy(peter))
                .isFalse();
        assertThat(note.note()).isEqualTo(PETERS_NOTE);
        assertThat(peter.text()).isEqualTo(PETER);
    }

    @Test
    void isKeptInAFileThatOnlyItsOwnerReads() throws IOException {
        Path file = folder.resolve("signing.key");
        SigningKey key = SigningKey.loadOrGenerate(file, "test");
        assumeTrue(Files.getFileStore(file).supportsFileAttributeView("posix"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).startsWith("-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2Vw");
        byte[] message = "hello".getBytes(StandardCharsets.UTF_8);
        assertThat(key.verifier()
                        .verifies(
                                message, SigningKey.loadOrGenerate(file, "test").sign(message)))
                .isTrue();
        assertThat(Files.readString(folder.resolve("signing.pub")).strip())
                .isEqualTo(key.verifier().text());
    }

    @Test
    void hasThePublicHalfThatRfc8032GivesForItsFirstSecret() {
        byte[] der = HexFormat.of()
                .parseHex("302e020100300506032b657004220420"
                        + "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        SigningKey key = SigningKey.ofPem(
                "-----BEGIN PRIVATE KEY-----\r\n" + Base64.getEncoder().encodeToString(der)
                        + "\r\n-----END PRIVATE KEY-----\r\n",
                "test");
        byte[] blob = Base64.getDecoder().decode(key.verifier().text().split("\\+", 3)[2]);
        assertThat(HexFormat.of().formatHex(blob))
                .isEqualTo("01d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    }

    @Test
    void isRefusedIfOthersMayReadIt() throws IOException {
        Path file = folder.resolve("signing.key");
        SigningKey.generate("test").save(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> SigningKey.load(file)).hasMessageContaining("chmod 600");
    }

    @Test
    void isNeverReplaced() {
        Path file = folder.resolve("signing.key");
        SigningKey.generate("one").save(file);
        assertThatThrownBy(() -> SigningKey.generate("two").save(file)).isInstanceOf(LedgerFailure.class);
        assertThat(SigningKey.load(file).verifier().name()).isEqualTo("one");
    }

    @Test
    void isRefusedIfItsHalvesDoNotFit() throws IOException {
        Path file = folder.resolve("signing.key");
        SigningKey.generate("test").save(file);
        Files.writeString(
                folder.resolve("signing.pub"),
                SigningKey.generate("test").verifier().text());
        assertThatThrownBy(() -> SigningKey.load(file)).hasMessageContaining("does not belong");
        Files.delete(folder.resolve("signing.pub"));
        assertThatThrownBy(() -> SigningKey.load(file)).hasMessageContaining("is missing");
    }

    @Test
    void refusesVerifierKeysThatWereChanged() {
        String changed = PETER.replace("c74f20a3", "c74f20a4");
        assertThatThrownBy(() -> VerifierKey.parse(changed)).hasMessageContaining("was changed");
        assertThatThrownBy(() -> VerifierKey.parse("PeterNeumann+c74f20a3+AAAA"))
                .hasMessageContaining("is like");
        assertThatThrownBy(() -> SigningKey.generate("a b")).hasMessageContaining("blanks");
    }
}
