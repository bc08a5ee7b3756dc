package io.jenkins.plugins.aviary.host.delta;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a file comes out of an old one: parts in order, each taken from somewhere in the old file, or new. A part that is
 * taken need not be equal to the last byte: code that moved differs in its addresses, and what differs is mended by the
 * patch, as Percival's bsdiff does (2003).
 */
final class Delta {
    /** So many equal bytes in a row are taken for the same place without looking at what follows. */
    private static final int RUN = 32;
    /** How many bytes are looked at to see whether they only differ here and there. */
    private static final int WINDOW = 64;

    /** How far around the place where a match ended its continuation is looked for at first. */
    private static final int NEAR = 128 * 1024;
    /** So many new bytes in a row, and it is looked for everywhere. */
    private static final int FAR = 4096;

    /** So many new bytes in a row, and it is looked for around in shorter runs, and again after as many more. */
    private static final int SEEK = 512;
    /** It takes a tenth of a millisecond. */
    private static final int MOST_SEEKS = 2000;

    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final byte[] old;
    private final byte[] fresh;
    private final List<Part> parts = new ArrayList<>();
    private final Chunks chunks;
    private int learntTo;
    private int soughtAt = -SEEK;
    private int seeks;

    /**
     * A part of the new file.
     *
     * @param at where it begins in the new file
     * @param from where it is taken from in the old file, or -1 if it is new
     * @param length how many bytes it has
     */
    record Part(int at, int from, int length) {}

    private Delta(byte[] old, byte[] fresh) {
        this.old = old;
        this.fresh = fresh;
        this.chunks = new Chunks(old);
    }

    /** The parts that make up the new file, without gaps. */
    static List<Part> between(byte[] old, byte[] fresh) {
        Delta delta = new Delta(old, fresh);
        delta.run();
        return List.copyOf(delta.parts);
    }

    private void run() {
        int at = 0;
        int shift = 0;
        while (at < fresh.length) {
            int same = same(at, shift);
            if (same >= RUN || same == fresh.length - at) {
                add(at, at + shift, same);
                at += same;
                continue;
            }
            int alike = alike(at, shift);
            if (alike > 0) {
                add(at, at + shift, alike);
                at += alike;
                continue;
            }
            int end = Chunks.end(fresh, at);
            learn((long) at + shift);
            int from = chunks.find(fresh, at, end);
            add(at, from, end - at);
            shift = from < 0 ? sought(end, shift) : from - at;
            at = end;
        }
    }

    /** Most changes move what follows by a little, and to learn only the surroundings takes no time. */
    private void learn(long around) {
        Part last = parts.isEmpty() ? new Part(0, 0, 0) : parts.get(parts.size() - 1);
        if (last.from() < 0 && last.length() >= FAR) {
            chunks.learnAll();
        } else if (around + NEAR / 2 > learntTo || around < learntTo - 2L * NEAR) {
            int from = (int) Math.max(0, Math.min(old.length, around - NEAR));
            learntTo = (int) Math.max(0, Math.min(old.length, around + NEAR));
            chunks.learn(from, learntTo);
        }
    }

    /** By how much the bytes after some new ones have moved, if they have by a little, and else what is taken for it. */
    private int sought(int at, int shift) {
        int fresher = parts.get(parts.size() - 1).length();
        if (fresher < SEEK || fresher >= FAR || at - soughtAt < SEEK || seeks >= MOST_SEEKS) {
            return shift;
        }
        seeks++;
        soughtAt = at;
        long around = (long) at + shift;
        int from = (int) Math.max(0, Math.min(old.length, around - NEAR));
        Seeds seeds = new Seeds(old, from, (int) Math.max(0, Math.min(old.length, around + NEAR)));
        int last = Math.min(fresh.length - WINDOW, at + SEEK);
        for (int probe = at; probe < last; probe++) {
            int found = seeds.find(fresh, probe);
            if (found >= 0 && found <= old.length - WINDOW && equal(probe, found) * 2 >= WINDOW) {
                return found - probe;
            }
        }
        return shift;
    }

    private int same(int at, int shift) {
        long from = (long) at + shift;
        if (from < 0 || from >= old.length) {
            return 0;
        }
        int most = (int) Math.min(fresh.length - at, old.length - from);
        int differs = Arrays.mismatch(fresh, at, at + most, old, (int) from, (int) from + most);
        return differs < 0 ? most : differs;
    }

    /** How many of the next bytes are in windows of which at least a half is equal; it ends where all are again. */
    private int alike(int at, int shift) {
        long from = (long) at + shift;
        if (from < 0 || from >= old.length) {
            return 0;
        }
        int most = (int) Math.min(fresh.length - at, old.length - from);
        int length = 0;
        int equal = WINDOW / 2;
        while (most - length >= WINDOW && equal * 2 >= WINDOW && equal < WINDOW) {
            equal = equal(at + length, (int) from + length);
            length += equal * 2 >= WINDOW ? WINDOW : 0;
        }
        return length;
    }

    /** How many bytes of a window are equal, eight at a time: a byte of the difference that is zero leaves one bit. */
    private int equal(int at, int from) {
        int equal = 0;
        for (int step = 0; step < WINDOW; step += Long.BYTES) {
            long differs = (long) LONGS.get(fresh, at + step) ^ (long) LONGS.get(old, from + step);
            equal += Long.bitCount(~((differs & LOW_BITS) + LOW_BITS | differs | LOW_BITS));
        }
        return equal;
    }

    private void add(int at, int from, int length) {
        if (!parts.isEmpty()) {
            Part last = parts.get(parts.size() - 1);
            if (from < 0 ? last.from() < 0 : last.from() >= 0 && last.from() + last.length() == from) {
                parts.set(parts.size() - 1, new Part(last.at(), last.from(), last.length() + length));
                return;
            }
        }
        parts.add(new Part(at, from, length));
    }
}
