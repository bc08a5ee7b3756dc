package io.jenkins.plugins.aviary.host.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchTest {
    /** Does what the host's script does. */
    static byte[] apply(byte[] old, byte[] patch) throws IOException {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(new ByteArrayInputStream(patch)))) {
            for (int kind = in.read(); kind >= 0; kind = in.read()) {
                int from = in.readInt();
                byte[] bytes = new byte[in.readInt()];
                if (kind != 'C') {
                    in.readFully(bytes);
                }
                if (kind != 'L') {
                    for (int index = 0; index < bytes.length; index++) {
                        bytes[index] ^= old[from + index];
                    }
                }
                made.write(bytes);
            }
        }
        return made.toByteArray();
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] patch(byte[] old, byte[] fresh) throws IOException {
        byte[] patch = Patch.of(old, fresh, fresh.length + 1000);
        assertThat(apply(old, patch)).isEqualTo(fresh);
        return patch;
    }

    @Test
    void isNextToNothingWhereNothingChanged() throws Exception {
        byte[] old = random(1 << 20, 1);
        byte[] fresh = old.clone();
        fresh[500_000] ^= 1;

        assertThat(patch(old, fresh)).hasSizeLessThan(200);
    }

    @Test
    void findsWhatMovedABit() throws Exception {
        byte[] old = random(1 << 20, 2);
        byte[] fresh =
                join(Arrays.copyOfRange(old, 0, 300_000), random(77, 3), Arrays.copyOfRange(old, 300_000, old.length));

        assertThat(patch(old, fresh)).hasSizeLessThan(1000);
    }

    @Test
    void findsWhatMovedFar() throws Exception {
        byte[] old = random(4 << 20, 4);
        byte[] fresh = join(Arrays.copyOfRange(old, 3 << 20, old.length), Arrays.copyOfRange(old, 0, 3 << 20));

        assertThat(patch(old, fresh)).hasSizeLessThan(16_000);
    }

    /** Code after a place that grew calls code before it, so an address in every few dozen bytes is another one. */
    @Test
    void mendsAddressesInCodeThatMoved() throws Exception {
        byte[] old = random(1 << 20, 5);
        byte[] fresh = join(random(96, 6), old);
        for (int at = 96; at + 4 < fresh.length; at += 40) {
            fresh[at] += 96;
        }

        assertThat(patch(old, fresh)).hasSizeLessThan(fresh.length / 12);
    }

    @Test
    void findsCodeThatMovedALittleThoughNoLongerRunOfItIsEqual() throws Exception {
        byte[] old = random(1 << 20, 7);
        byte[] fresh =
                join(Arrays.copyOfRange(old, 0, 1 << 19), random(1000, 8), Arrays.copyOfRange(old, 1 << 19, 1 << 20));
        for (int at = 1 << 18; at < fresh.length; at += 24) {
            fresh[at] += 96;
        }

        assertThat(patch(old, fresh)).hasSizeLessThan(fresh.length / 8);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void makesTheNewFileWhateverWasDoneToTheOld(long seed) throws Exception {
        Random random = new Random(seed);
        byte[] old = random(random.nextInt(200_000), seed);
        byte[] fresh = old;
        for (int edit = random.nextInt(12); edit > 0; edit--) {
            int begin = random.nextInt(fresh.length + 1);
            int end = Math.min(fresh.length, begin + random.nextInt(5_000));
            byte[] instead = random.nextBoolean() ? random(random.nextInt(3_000), edit) : new byte[0];
            byte[] again = random.nextBoolean() ? Arrays.copyOfRange(fresh, begin, end) : new byte[0];
            fresh = join(
                    Arrays.copyOfRange(fresh, 0, begin), instead, again, Arrays.copyOfRange(fresh, end, fresh.length));
        }

        patch(old, fresh);
    }

    @Test
    void copesWithFilesThatAreEmptyOrAllTheSame() throws Exception {
        byte[] zeros = new byte[100_000];

        patch(zeros, new byte[0]);
        patch(new byte[0], zeros);
        assertThat(patch(zeros, new byte[300_000])).hasSizeLessThan(5_000);
    }

    @Test
    void isNotMadeWhenItWouldSaveTooLittle() {
        assertThat(Patch.of(random(100_000, 1), random(100_000, 2), 50_000)).isEmpty();
    }

    @Test
    void isMadeOnceForManyHosts() throws Exception {
        byte[] old = random(100_000, 1);
        byte[] fresh = join(old, random(10, 2));
        int[] opened = {0};
        Patches patches = new Patches();
        Patches.Version before = new Patches.Version("before", () -> new ByteArrayInputStream(old));
        Patches.Version after = new Patches.Version("after", () -> {
            opened[0]++;
            return new ByteArrayInputStream(fresh);
        });

        byte[] first = patches.between(before, after, fresh.length);
        byte[] second = patches.between(before, after, fresh.length);

        assertThat(apply(old, first)).isEqualTo(fresh);
        assertThat(second).isSameAs(first);
        assertThat(opened[0]).isOne();
    }

    @Test
    void isNotMadeWhenTheOldFileIsNoLongerKept() throws Exception {
        Patches.Version gone = new Patches.Version("before", () -> {
            throw new IOException("it is not kept");
        });
        Patches.Version after = new Patches.Version("after", () -> new ByteArrayInputStream(new byte[10]));

        assertThat(new Patches().between(gone, after, 10)).isEmpty();
    }

    @Test
    void failsWhenTheNewFileIsNotWhatTheArtifactSays() {
        Patches.Version before = new Patches.Version("before", () -> new ByteArrayInputStream(new byte[10]));
        Patches.Version after = new Patches.Version("after", () -> new ByteArrayInputStream(new byte[5]));

        assertThatThrownBy(() -> new Patches().between(before, after, 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("shorter");
    }
}
