package io.jenkins.plugins.aviary.ledger;

import java.util.Arrays;

/** A growing list of hashes in one array: a million take 32 MB. Not safe for use by several threads. */
public final class HashList {
    private byte[] bytes;
    private int count;

    /** An empty list. */
    public HashList() {
        this(1024);
    }

    /** An empty list with room for so many. */
    public HashList(int room) {
        bytes = new byte[Math.multiplyExact(Math.max(room, 1), MerkleHash.LENGTH)];
    }

    /** Adds a hash. */
    public void add(byte[] hash) {
        if (hash.length != MerkleHash.LENGTH) {
            throw new IllegalArgumentException("A hash has " + MerkleHash.LENGTH + " bytes, not " + hash.length);
        }
        int end = Math.multiplyExact(count, MerkleHash.LENGTH);
        if (end == bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.multiplyExact(bytes.length, 2));
        }
        System.arraycopy(hash, 0, bytes, end, MerkleHash.LENGTH);
        count++;
    }

    /** How many there are. */
    public int size() {
        return count;
    }

    /** The hash at a place, from 0. */
    public byte[] get(int index) {
        int from = Math.multiplyExact(java.util.Objects.checkIndex(index, count), MerkleHash.LENGTH);
        return Arrays.copyOfRange(bytes, from, from + MerkleHash.LENGTH);
    }

    /** Whether the hash at a place is this one. */
    public boolean is(int index, byte[] hash) {
        int from = index * MerkleHash.LENGTH;
        return index < count && Arrays.equals(bytes, from, from + MerkleHash.LENGTH, hash, 0, hash.length);
    }
}
