package io.jenkins.plugins.aviary.host.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Every eighth run of eight bytes in a part of an old file, to be found by its content: code in which a linker changed an
 * address every few dozen bytes has no longer ones in common with what it was. Not safe for use by several threads.
 */
final class Seeds {
    private static final int BITS = 16;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final byte[] old;
    /** Where a run begins, plus one; 0 is a free place. Of those that share a place the last one stays. */
    private final int[] places = new int[1 << BITS];

    Seeds(byte[] old, int from, int to) {
        this.old = old;
        for (int at = from; at + Long.BYTES <= to; at += Long.BYTES) {
            places[place((long) LONGS.get(old, at))] = at + 1;
        }
    }

    /** Where the old file has the eight bytes at an offset of another one, or -1. */
    int find(byte[] bytes, int at) {
        long run = (long) LONGS.get(bytes, at);
        int from = places[place(run)] - 1;
        return from >= 0 && (long) LONGS.get(old, from) == run ? from : -1;
    }

    private static int place(long run) {
        return (int) (run * 0x9E3779B97F4A7C15L >>> Long.SIZE - BITS);
    }
}
