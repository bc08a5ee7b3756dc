package io.jenkins.plugins.aviary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerKeysTest {
    private static final Clock CLOCK = Clock.fixed(EventSamples.START, ZoneOffset.UTC);
    private static final String ORIGIN = "aviary/jenkins-1";

    @TempDir
    Path home;

    private final Map<String, String> credentials = new HashMap<>(Map.of("a", pem(), "b", pem()));
    private Path folder;

    @BeforeEach
    void makeTheFolder() throws IOException {
        folder = Files.createDirectories(home.resolve("ledger"));
    }

    private static String pem() {
        try {
            byte[] der = KeyPairGenerator.getInstance("Ed25519")
                    .generateKeyPair()
                    .getPrivate()
                    .getEncoded();
            return "-----BEGIN PRIVATE KEY-----\n" + Base64.getEncoder().encodeToString(der)
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private LedgerKeys keys() {
        return new LedgerKeys(folder, ORIGIN, id -> {
            if (!credentials.containsKey(id)) {
                throw new LedgerFailure("The credential '" + id + "' is missing");
            }
            return credentials.get(id);
        });
    }

    private Ledger open(String credential) {
        FileStore store = FileStore.open(folder, CLOCK, Duration.ZERO);
        try {
            return keys().open(store, credential, false, CLOCK, EventSamples.ANNA);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private void record(String credential, int event) {
        try (Ledger ledger = open(credential)) {
            ledger.append(EventSamples.event(event));
        }
    }

    private String signerOf(String credential) {
        return SigningKey.ofPem(credentials.get(credential), ORIGIN).verifier().signer();
    }

    private void assertVerifiedWithWhatIsHandedOut() throws IOException {
        VerifierKey handedOut = VerifierKey.parse(Files.readString(folder.resolve("signing.pub")));
        VerificationReport report = Verification.of(new FileEvidence(folder), Set.of(handedOut));
        assertThat(report.findings()).isEmpty();
        assertThat(report.vouched()).isEqualTo(report.events());
    }

    private List<String> rotations(Ledger ledger) {
        return ledger.query(EventQuery.ALL.ofType(KeyRotation.TYPE)).events().stream()
                .map(one -> one.event().payload().path("from").asText() + " > "
                        + one.event().payload().path("to").asText())
                .toList();
    }

    @Test
    void makesAKeyInTheFolderWhereNoneSignedYet() throws IOException {
        record("", 0);
        record("", 1);
        assertThat(folder.resolve("signing.key")).exists();
        assertVerifiedWithWhatIsHandedOut();
        try (Ledger ledger = open("")) {
            assertThat(rotations(ledger)).isEmpty();
        }
    }

    @Test
    void neverReplacesALostKeyOnItsOwn() throws IOException {
        record("", 0);
        String known = Files.readString(folder.resolve("signing.pub"));
        Files.delete(folder.resolve("signing.key"));
        assertThatThrownBy(() -> open(""))
                .isInstanceOf(LedgerFailure.class)
                .hasMessageContaining(
                        "last signed with the key " + VerifierKey.parse(known).signer())
                .hasMessageContaining("restore ");
        assertThat(folder.resolve("signing.key")).doesNotExist();
        assertThat(folder.resolve("signing.pub")).hasContent(known);
    }

    @Test
    void refusesAnotherFileAndNamesBothKeys() throws IOException {
        record("", 0);
        String known = VerifierKey.parse(Files.readString(folder.resolve("signing.pub")))
                .signer();
        Files.delete(folder.resolve("signing.key"));
        SigningKey other = SigningKey.generate(ORIGIN);
        other.save(folder.resolve("signing.key"));
        assertThatThrownBy(() -> open(""))
                .hasMessageContaining(known)
                .hasMessageContaining(other.verifier().signer());
    }

    @Test
    void letsTheFileHandOverToACredentialAndPutsItAside() throws IOException {
        record("", 0);
        String file = VerifierKey.parse(Files.readString(folder.resolve("signing.pub")))
                .text();
        record("a", 1);
        try (Ledger ledger = open("a")) {
            assertThat(rotations(ledger)).singleElement().asString().startsWith(file + " > " + signerOf("a"));
            assertThat(ledger.verifierKey().orElseThrow().signer()).isEqualTo(signerOf("a"));
        }
        assertThat(folder.resolve("signing.key")).doesNotExist();
        assertThat(folder.resolve("signing.credential")).hasContent("a");
        assertThat(Files.readString(folder.resolve("signing.pub"))).startsWith(signerOf("a"));
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("retired-")))
                    .hasSize(2);
        }
        assertVerifiedWithWhatIsHandedOut();
    }

    @Test
    void takesTheSecretOfTheFileInACredentialForTheSameKey() throws IOException {
        record("", 0);
        credentials.put("same", Files.readString(folder.resolve("signing.key")));
        record("same", 1);
        try (Ledger ledger = open("same")) {
            assertThat(rotations(ledger)).isEmpty();
        }
        assertThat(folder.resolve("signing.key")).doesNotExist();
        assertVerifiedWithWhatIsHandedOut();
    }

    @Test
    void keepsTheNameOfAKeyWhenTheLedgersNameChanges() {
        record("a", 0);
        FileStore store = FileStore.open(folder, CLOCK, Duration.ZERO);
        LedgerKeys moved = new LedgerKeys(folder, "aviary/jenkins-2", credentials::get);
        try (Ledger ledger = moved.open(store, "a", false, CLOCK, EventSamples.ANNA)) {
            assertThat(rotations(ledger)).isEmpty();
            assertThat(ledger.verifierKey().orElseThrow().signer()).isEqualTo(signerOf("a"));
        }
    }

    @Test
    void letsACredentialHandOverToANewFile() throws IOException {
        record("a", 0);
        record("", 1);
        assertThat(folder.resolve("signing.credential")).doesNotExist();
        assertVerifiedWithWhatIsHandedOut();
        credentials.clear();
        record("", 2);
        assertVerifiedWithWhatIsHandedOut();
    }

    @Test
    void makesNoFileWhileTheCredentialThatMustHandOverIsGone() {
        record("a", 0);
        String before = signerOf("a");
        credentials.remove("a");
        assertThatThrownBy(() -> open(""))
                .hasMessageContaining(before)
                .hasMessageContaining("give the credential 'a' its key back");
        assertThat(folder.resolve("signing.key")).doesNotExist();
    }

    @Test
    void refusesAContentThatWasChangedBehindItsBackAndNamesBothKeys() {
        record("a", 0);
        String before = signerOf("a");
        credentials.put("a", credentials.get("b"));
        assertThatThrownBy(() -> open("a"))
                .hasMessageContaining("last signed with the key " + before)
                .hasMessageContaining("the credential 'a' holds " + signerOf("b"))
                .hasMessageContaining("give the credential 'a' its key back");
    }

    @Test
    void fallsBackToNothingWhenTheCredentialIsGone() {
        record("", 0);
        record("a", 1);
        credentials.remove("a");
        assertThatThrownBy(() -> open("a")).hasMessage("The credential 'a' is missing");
        assertThatThrownBy(() -> open("b")).hasMessageContaining("the credential 'b' holds " + signerOf("b"));
    }

    @Test
    void letsAKeyComeBack() throws IOException {
        record("a", 0);
        record("b", 1);
        record("a", 2);
        record("b", 3);
        record("b", 4);
        assertVerifiedWithWhatIsHandedOut();
        for (String pinned : List.of("a", "b")) {
            VerifierKey key = SigningKey.ofPem(credentials.get(pinned), ORIGIN).verifier();
            assertThat(Verification.of(new FileEvidence(folder), Set.of(key)).findings())
                    .isEmpty();
        }
    }

    @Test
    void handsOverWhileTheLedgerIsOpenWhenTheContentChanges() throws IOException {
        try (Ledger ledger = open("a")) {
            ledger.append(EventSamples.event(0));
            keys().renew(ledger, "a", EventSamples.ANNA);
            assertThat(ledger.size()).isEqualTo(1);
            credentials.put("a", credentials.get("b"));
            keys().renew(ledger, "a", EventSamples.ANNA);
            assertThat(rotations(ledger)).hasSize(1);
            credentials.remove("a");
            assertThatThrownBy(() -> keys().renew(ledger, "a", EventSamples.ANNA))
                    .hasMessage("The credential 'a' is missing");
        }
        credentials.put("a", credentials.get("b"));
        record("a", 2);
        assertVerifiedWithWhatIsHandedOut();
    }

    @Test
    void goesOnWhereAProcessEndedBetweenTheChangeAndItsFirstCheckpoint() throws IOException {
        record("", 0);
        SigningKey old = SigningKey.load(folder.resolve("signing.key"));
        SigningKey next = SigningKey.ofPem(credentials.get("a"), ORIGIN);
        Files.writeString(folder.resolve("signing.credential"), "a\n");
        try (FileStore store = FileStore.open(folder, CLOCK, Duration.ZERO)) {
            store.append(new LedgerEvent(
                            KeyRotation.TYPE,
                            1,
                            EventSamples.START,
                            EventSamples.ANNA,
                            "",
                            "",
                            "",
                            KeyRotation.payload(new Checkpoint(ORIGIN, 1, new MerkleTree(store).root(1)), old, next))
                    .bytes());
        }
        assertThatThrownBy(() -> {
                    credentials.remove("a");
                    open("");
                })
                .as("the file's key has signed for the last time")
                .hasMessageContaining(
                        "last signed with the key " + next.verifier().signer());
        credentials.put("a", pemOf(next));
        record("a", 2);
        assertVerifiedWithWhatIsHandedOut();
    }

    private String pemOf(SigningKey key) throws IOException {
        Path file = Files.createTempDirectory(home, "key").resolve("x.key");
        key.save(file);
        return Files.readString(file);
    }

    @Test
    void letsAllKeepersOfASharedLedgerHaveOneKeyAndRefusesAnotherNamingBoth() throws IOException {
        record("a", 0);
        Path other = Files.createDirectories(home.resolve("keys"));
        LedgerKeys keys = new LedgerKeys(other, "aviary/jenkins-2", credentials::get);
        try (FileStore store = FileStore.open(folder, CLOCK, Duration.ZERO)) {
            assertThatThrownBy(() -> keys.open(store, "b", true, CLOCK, EventSamples.ANNA))
                    .isInstanceOf(LedgerFailure.class)
                    .hasMessageContaining("last signed with the key " + signerOf("a"))
                    .hasMessageContaining("the credential 'b' holds " + signerOf("b"))
                    .hasMessageContaining("signingKeyCredentialsId")
                    .hasMessageNotContaining("\n");
            assertThat(store.size()).isEqualTo(1);
        }
        try (Ledger ledger =
                keys.open(FileStore.open(folder, CLOCK, Duration.ZERO), "a", true, CLOCK, EventSamples.ANNA)) {
            ledger.append(EventSamples.event(1));
            assertThat(rotations(ledger)).isEmpty();
        }
        assertVerifiedWithWhatIsHandedOut();
    }

    @Test
    void readsAKeyThatAFormHasPutOnOneLine() {
        String oneLine = credentials.get("a").replace('\n', ' ');
        assertThat(SigningKey.ofPem(oneLine, ORIGIN).verifier().signer()).isEqualTo(signerOf("a"));
    }

    @Test
    void showsNothingOfASecretThatIsNoKey() {
        for (String text : List.of(
                "hunter2",
                "-----BEGIN PRIVATE KEY-----\nhunter2=\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----")) {
            assertThatThrownBy(() -> SigningKey.ofPem(text, ORIGIN))
                    .isInstanceOf(LedgerFailure.class)
                    .hasMessageContaining("openssl genpkey -algorithm ed25519")
                    .hasMessageNotContaining("hunter2");
        }
    }
}
