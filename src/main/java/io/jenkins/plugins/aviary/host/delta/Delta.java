package io.jenkins.plugins.aviary.host.delta;

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

    private final byte[] old;
    private final byte[] fresh;
    private final List<Part> parts = new ArrayList<>();
    private final Chunks chunks;
    private int learntTo;

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
            int window = Math.min(WINDOW, fresh.length - at);
            if (isAlike(at, shift, window)) {
                add(at, at + shift, window);
                at += window;
                continue;
            }
            int end = Chunks.end(fresh, at);
            learn((long) at + shift);
            int from = chunks.find(fresh, at, end);
            add(at, from, end - at);
            shift = from < 0 ? shift : from - at;
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

    private int same(int at, int shift) {
        long from = (long) at + shift;
        if (from < 0 || from >= old.length) {
            return 0;
        }
        int most = (int) Math.min(fresh.length - at, old.length - from);
        int differs = Arrays.mismatch(fresh, at, at + most, old, (int) from, (int) from + most);
        return differs < 0 ? most : differs;
    }

    private boolean isAlike(int at, int shift, int window) {
        long from = (long) at + shift;
        if (from < 0 || from + window > old.length) {
            return false;
        }
        int equal = 0;
        for (int index = 0; index < window; index++) {
            if (fresh[at + index] == old[(int) from + index]) {
                equal++;
            }
        }
        return equal * 2 >= window;
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
