package io.jenkins.plugins.aviary.rollout.judge;

/**
 * When a canary is looked at. Looking often finds chance differences often; a look before the end therefore needs
 * stronger evidence, so that all looks together keep the chance of a false alarm.
 *
 * @param fraction which part of the planned samples is there, above 0 to 1
 * @param repeated whether there are other looks
 */
public record Look(double fraction, boolean repeated) {
    /** Refuses a fraction outside its range. */
    public Look {
        if (!(fraction > 0 && fraction <= 1)) {
            throw new IllegalArgumentException("A look is at a fraction above 0 to 1, not " + fraction);
        }
    }

    /** The only look there is. */
    public static Look only() {
        return new Look(1, false);
    }

    /** One of several looks, at a fraction of the planned samples. The look at 1 is the last one. */
    public static Look at(double fraction) {
        return new Look(Math.min(1, fraction), true);
    }

    /** Whether a canary may pass now: nothing passes early. */
    public boolean last() {
        return fraction >= 1;
    }
}
