package io.jenkins.plugins.aviary.ledger;

import io.jenkins.plugins.aviary.model.Digest;
import java.security.MessageDigest;

/** The hashes of RFC 6962, section 2.1: SHA-256 with a first byte that keeps leaves and inner nodes apart. */
final class MerkleHash {
    /** The length of a hash, in bytes. */
    static final int LENGTH = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private MerkleHash() {}

    /** The hash of an entry. */
    static byte[] leaf(byte[] entry) {
        MessageDigest hash = Digest.sha256();
        hash.update(LEAF);
        return hash.digest(entry);
    }

    /** The hash of an inner node. */
    static byte[] node(byte[] left, byte[] right) {
        MessageDigest hash = Digest.sha256();
        hash.update(NODE);
        hash.update(left);
        return hash.digest(right);
    }

    /** The root of the tree without leaves. */
    static byte[] emptyRoot() {
        return Digest.sha256().digest();
    }
}
