package io.jenkins.plugins.aviary.ledger;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which key signs a ledger: one that Aviary makes and keeps in a folder, or one in a credential. Another key takes over
 * only with a record that the one before signed. A ledger that a key signed whose secret half is not at hand is not
 * opened at all.
 *
 * <p>In the folder are {@code signing.pub}, the public half of the key that signs; its secret half in
 * {@code signing.key}, or else in {@code signing.credential} the id of the credential; and as {@code retired-ID.key}
 * the keys of files that signed before. Not safe for use by several threads.
 */
public final class LedgerKeys {
    private static final String KEY = "signing.key";
    private static final String PUBLIC = "signing.pub";
    private static final String CREDENTIALS = "signing.credential";

    /** Reads what is in credentials. */
    @FunctionalInterface
    public interface Vault {
        /**
         * The key in a credential, in PEM.
         *
         * @throws LedgerFailure if there is no such credential, or nothing that could be a key in it
         */
        String pem(String credential);
    }

    private final Path folder;
    private final String origin;
    private final Vault vault;

    /**
     * The keys of a ledger.
     *
     * @param folder where the files lie; it must be there
     * @param origin the ledger's name, which new keys get
     * @param vault where credentials are read
     */
    public LedgerKeys(Path folder, String origin, Vault vault) {
        this.folder = folder;
        this.origin = origin;
        this.vault = vault;
    }

    /**
     * Opens a ledger for writing with the key that is wanted, to which the one that signed before hands over if it is
     * another one. If that fails, the store is left open.
     *
     * @param credential the credential with the key; empty for the key in the folder, which is made if it is the first
     * @param shared whether other keepers write the ledger too: all of them have one key
     * @param actor who has the key changed, if it is
     * @throws LedgerFailure if the wanted key cannot be read, or one signed before that cannot hand over
     */
    public Ledger open(LedgerStore store, String credential, boolean shared, Clock clock, Actor actor) {
        Optional<LastSigner> last = LastSigner.of(store);
        String name = last.map(LastSigner::name).orElse(origin);
        Optional<SigningKey> before = atHand(credential, name)
                .filter(key -> last.isEmpty() || last.get().is(key.verifier()))
                .findFirst();
        if (last.isPresent() && before.isEmpty()) {
            throw refusal(last.get(), credential, shared);
        }
        // Without any signature and any record there is nothing to hand over.
        Optional<SigningKey> signed = before.filter(key -> last.isPresent() || store.size() > 0);
        SigningKey wanted = wanted(credential, name);
        Ledger ledger = Ledger.open(store, origin, signed.orElse(wanted), clock);
        handOver(ledger, wanted, credential, actor);
        return ledger;
    }

    /**
     * Has the key of an open ledger hand over to the one that is wanted now, if it is another one.
     *
     * @throws LedgerFailure if the wanted key cannot be read; the ledger must not be written then
     */
    public void renew(Ledger ledger, String credential, Actor actor) {
        String name = ledger.verifierKey()
                .map(VerifierKey::name)
                .orElseThrow(() -> new LedgerFailure("The ledger is only read"));
        handOver(ledger, wanted(credential, name), credential, actor);
    }

    private SigningKey wanted(String credential, String name) {
        return credential.isEmpty()
                ? SigningKey.loadOrGenerate(folder.resolve(KEY), origin)
                : SigningKey.ofPem(vault.pem(credential), name);
    }

    private void handOver(Ledger ledger, SigningKey wanted, String credential, Actor actor) {
        Set<String> credentials = new LinkedHashSet<>(remembered());
        // Both are remembered until the new key has signed: whenever the process ends, the old one is found again.
        if (!credential.isEmpty() && credentials.add(credential)) {
            write(CREDENTIALS, String.join("\n", credentials));
        }
        if (ledger.verifierKey().filter(wanted.verifier()::equals).isEmpty() && !ledger.follow(wanted)) {
            ledger.rotateKey(wanted, actor);
        }
        if (credential.isEmpty()) {
            settle(credentials, Set.of());
            return;
        }
        retire();
        settle(credentials, Set.of(credential));
        String text = wanted.verifier().text();
        if (!read(PUBLIC).equals(List.of(text))) {
            write(PUBLIC, text);
        }
    }

    private void settle(Set<String> remembered, Set<String> needed) {
        if (!remembered.equals(needed)) {
            write(CREDENTIALS, String.join("\n", needed));
        }
    }

    /** The keys that can be read: that of the credential, those of earlier credentials, those in files. */
    private Stream<SigningKey> atHand(String credential, String name) {
        List<Supplier<SigningKey>> places = new ArrayList<>();
        keyFiles().forEach(file -> places.add(() -> SigningKey.load(file)));
        remembered().forEach(id -> places.add(() -> SigningKey.ofPem(vault.pem(id), name)));
        if (!credential.isEmpty()) {
            places.add(() -> SigningKey.ofPem(vault.pem(credential), name));
        }
        return places.stream().flatMap(place -> {
            try {
                return Stream.of(place.get());
            } catch (LedgerFailure e) {
                // Whether this one is needed shows later; the refusal then names where the key is looked for.
                return Stream.empty();
            }
        });
    }

    private List<Path> keyFiles() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return name.equals(KEY) || name.startsWith("retired-") && name.endsWith(".key");
                    })
                    // signing.key before retired-...
                    .sorted(java.util.Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new LedgerFailure("The keys in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private LedgerFailure refusal(LastSigner last, String credential, boolean shared) {
        Path file = folder.resolve(KEY);
        List<String> earlier = remembered();
        String remedy = earlier.isEmpty()
                ? "restore " + file + " and " + PUBLIC + " from a copy"
                : "give the credential '" + String.join("' or '", earlier) + "' its key back";
        if (shared) {
            remedy =
                    "all controllers that write one ledger share its signing key: give this one the credential that the"
                            + " others have (signingKeyCredentialsId), or " + remedy;
        }
        String found;
        if (!credential.isEmpty()) {
            found = "the credential '" + credential + "' holds "
                    + SigningKey.ofPem(vault.pem(credential), last.name())
                            .verifier()
                            .signer();
        } else if (Files.exists(file)) {
            found = file + " holds " + SigningKey.load(file).verifier().signer();
        } else {
            found = "there is no key in " + file;
        }
        return new LedgerFailure("The ledger was last signed with the key " + last.signer() + ", but " + found
                + "; another key can follow only while the old one is there to sign the change: " + remedy);
    }

    private List<String> remembered() {
        return read(CREDENTIALS);
    }

    private void retire() {
        Path file = folder.resolve(KEY);
        if (!Files.exists(file)) {
            return;
        }
        try {
            VerifierKey key = SigningKey.load(file).verifier();
            String name = "retired-" + key.signer().substring(key.name().length() + 1);
            write(name + ".pub", key.text());
            Files.move(file, folder.resolve(name + ".key"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LedgerFailure("The old key " + file + " cannot be put aside: " + e.getMessage(), e);
        }
    }

    private List<String> read(String name) {
        try {
            return Files.readString(folder.resolve(name))
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new LedgerFailure("The file " + folder.resolve(name) + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void write(String name, String text) {
        try {
            if (text.isEmpty()) {
                Files.deleteIfExists(folder.resolve(name));
                return;
            }
            Path draft = folder.resolve(name + ".new");
            Files.writeString(draft, text + "\n", StandardCharsets.UTF_8);
            Files.move(
                    draft, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new LedgerFailure("The file " + folder.resolve(name) + " cannot be written: " + e.getMessage(), e);
        }
    }
}
