package io.jenkins.plugins.aviary.ledger;

import java.security.MessageDigest;
import java.util.List;

/** Checks Merkle proofs as RFC 9162 says, sections 2.1.3.2 and 2.1.4.2, from hashes alone. */
final class MerkleVerifier {
    private MerkleVerifier() {}

    /** Whether the path proves that the leaf is in the tree with that root. */
    static boolean inclusion(long index, long size, byte[] leaf, List<byte[]> path, byte[] root) {
        if (index < 0 || index >= size || leaf.length != MerkleHash.LENGTH) {
            return false;
        }
        long fn = index;
        long sn = size - 1;
        byte[] hash = leaf;
        for (byte[] sibling : path) {
            if (sn == 0 || sibling.length != MerkleHash.LENGTH) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                hash = MerkleHash.node(sibling, hash);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                hash = MerkleHash.node(hash, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && MessageDigest.isEqual(hash, root);
    }

    /** Whether the path proves that the tree with the second root begins with the tree with the first. */
    static boolean consistency(long first, long second, List<byte[]> path, byte[] firstRoot, byte[] secondRoot) {
        // Every tree begins with the empty one: that proves nothing.
        if (first <= 0 || first > second) {
            return false;
        }
        if (first == second) {
            return path.isEmpty() && MessageDigest.isEqual(firstRoot, secondRoot);
        }
        boolean complete = Long.bitCount(first) == 1;
        if (!complete && path.isEmpty()) {
            return false;
        }
        return walk(
                first,
                second,
                complete ? firstRoot : path.get(0),
                complete ? path : path.subList(1, path.size()),
                firstRoot,
                secondRoot);
    }

    private static boolean walk(
            long first, long second, byte[] seed, List<byte[]> path, byte[] firstRoot, byte[] secondRoot) {
        long fn = first - 1;
        long sn = second - 1;
        while ((fn & 1) == 1) {
            fn >>= 1;
            sn >>= 1;
        }
        byte[] fr = seed;
        byte[] sr = seed;
        for (byte[] hash : path) {
            if (sn == 0 || hash.length != MerkleHash.LENGTH) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = MerkleHash.node(hash, fr);
                sr = MerkleHash.node(hash, sr);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                sr = MerkleHash.node(sr, hash);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && MessageDigest.isEqual(fr, firstRoot) && MessageDigest.isEqual(sr, secondRoot);
    }
}
