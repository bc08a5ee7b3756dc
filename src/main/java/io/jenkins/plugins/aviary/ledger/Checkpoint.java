package io.jenkins.plugins.aviary.ledger;

import io.jenkins.plugins.aviary.model.Digest;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the ledger was at one moment, in the form of C2SP tlog-checkpoint: origin, size and root hash, a line each.
 *
 * @param origin the ledger's name, unique in the world, such as {@code ci.example.org/aviary}
 * @param size how many events it had
 * @param root the root of the Merkle tree over them
 */
public record Checkpoint(String origin, long size, Digest root) {
    private static final Pattern BODY =
            Pattern.compile("([^\\s+]{1,200})\n(0|[1-9]\\d{0,17})\n([A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*");

    /** Refuses an origin that a signed note cannot carry. */
    public Checkpoint {
        if (!origin.matches("[^\\s+]{1,200}")) {
            throw new IllegalArgumentException(
                    "A ledger's name is 1 to 200 characters without blanks and +, not: '" + origin + "'");
        }
    }

    /** The text that is signed. */
    public String text() {
        return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(InclusionProof.hash(root)) + "\n";
    }

    /** Reads the text of a checkpoint, without any signature. */
    public static Optional<Checkpoint> parse(String text) {
        Matcher body = BODY.matcher(text);
        if (!body.matches()) {
            return Optional.empty();
        }
        byte[] root = Base64.getDecoder().decode(body.group(3));
        return root.length == MerkleHash.LENGTH
                ? Optional.of(new Checkpoint(body.group(1), Long.parseLong(body.group(2)), Digest.ofHash(root)))
                : Optional.empty();
    }

    /** Reads the checkpoint in a signed note and does not check its signatures. */
    static Optional<Checkpoint> bodyOf(String note) {
        return SignedNote.parse(note).flatMap(signed -> parse(signed.text()));
    }
}
