package io.jenkins.plugins.aviary.host.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The content-defined chunks of an old file, to be found by their content. A chunk ends where the bytes before it say so,
 * whatever its offset, so bytes that moved are still found: FastCDC (Xia and others, USENIX ATC 2016) with its gear hash
 * and its normalisation at level 2, for chunks of {@value #AVERAGE} bytes. They are that small because a linker changes an
 * address every few dozen bytes once code has moved. The gear table is SplitMix64's first 256 outputs from the seed 0
 * (Steele, Lea and Flood, OOPSLA 2014). Not safe for use by several threads.
 */
final class Chunks {
    static final int AVERAGE = 64;
    private static final int LEAST = 16;
    private static final int MOST = 512;
    /** Two bits more than the average asks for before it is reached, two less after. */
    private static final int STRICT_SHIFT = 64 - 8;

    private static final int LOOSE_SHIFT = 64 - 4;
    private static final int MOST_PROBES = 8;
    private static final long[] GEAR = gear();
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] old;
    /** Where a chunk begins, plus one; 0 is a free place. */
    private final int[] places;

    private boolean whole;

    /** The chunks of a file, none of them known yet. */
    Chunks(byte[] old) {
        this.old = old;
        this.places = new int[Integer.highestOneBit(Math.max(16, old.length / (AVERAGE / 4)))];
    }

    /** Cuts a part of the file into chunks; content that is there twice is found at the place that was learnt first. */
    void learn(int from, int to) {
        for (int begin = from; begin < to && !whole; ) {
            int end = end(old, begin);
            remember(begin, end);
            begin = end;
        }
    }

    /** Cuts the whole file into chunks, once. */
    void learnAll() {
        learn(0, old.length);
        whole = true;
    }

    private static long[] gear() {
        long[] table = new long[256];
        long state = 0;
        for (int index = 0; index < table.length; index++) {
            state += 0x9E3779B97F4A7C15L;
            long mixed = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
            table[index] = mixed ^ mixed >>> 31;
        }
        return table;
    }

    /** Where the chunk that begins at an offset ends. */
    static int end(byte[] bytes, int begin) {
        int last = Math.min(bytes.length, begin + MOST);
        int usual = Math.min(last, begin + AVERAGE);
        int at = Math.min(last, begin + LEAST);
        long hash = 0;
        for (int warm = begin; warm < at; warm++) {
            hash = (hash << 1) + GEAR[bytes[warm] & 0xff];
        }
        for (; at < usual; at++) {
            hash = (hash << 1) + GEAR[bytes[at] & 0xff];
            if (hash >>> STRICT_SHIFT == 0) {
                return at + 1;
            }
        }
        for (; at < last; at++) {
            hash = (hash << 1) + GEAR[bytes[at] & 0xff];
            if (hash >>> LOOSE_SHIFT == 0) {
                return at + 1;
            }
        }
        return last;
    }

    private void remember(int begin, int end) {
        int place = place(old, begin, end);
        for (int probe = 0; probe < MOST_PROBES; probe++, place = place + 1 & places.length - 1) {
            if (places[place] == 0) {
                places[place] = begin + 1;
                return;
            }
            if (isAt(places[place] - 1, old, begin, end)) {
                return;
            }
        }
    }

    /** Where the old file has the bytes of a part of another one, or -1. */
    int find(byte[] bytes, int begin, int end) {
        int place = place(bytes, begin, end);
        for (int probe = 0; probe < MOST_PROBES && places[place] != 0; probe++) {
            if (isAt(places[place] - 1, bytes, begin, end)) {
                return places[place] - 1;
            }
            place = place + 1 & places.length - 1;
        }
        return -1;
    }

    private boolean isAt(int from, byte[] bytes, int begin, int end) {
        int length = end - begin;
        return from + length <= old.length && Arrays.equals(old, from, from + length, bytes, begin, end);
    }

    private int place(byte[] bytes, int begin, int end) {
        long hash = end - begin;
        int at = begin;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(bytes, at)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        for (; at < end; at++) {
            hash = (hash ^ bytes[at]) * 0x9E3779B97F4A7C15L;
        }
        hash ^= hash >>> 29;
        return (int) hash & places.length - 1;
    }
}
