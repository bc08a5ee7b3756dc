package io.jenkins.plugins.aviary.rollout.judge;

/**
 * What counts as worse, and how sure the judge must be.
 *
 * @param falseAlarms the chance, above 0 and below 0.5, that a canary that does not differ fails, over all metrics and
 *     looks
 * @param relevantShift the shift, relative to the level, that must be seen for a pass
 * @param toleratedShift the shift, relative to the level, up to which a worse metric does not fail
 * @param toleratedSpread how many times the old version's spread is tolerated
 * @param fewestSamples how many numbers of each version there must be
 */
public record JudgePolicy(
        double falseAlarms, double relevantShift, double toleratedShift, double toleratedSpread, int fewestSamples) {
    /** Refuses values outside their ranges. */
    public JudgePolicy {
        if (!(falseAlarms > 0 && falseAlarms < 0.5)) {
            throw new IllegalArgumentException("falseAlarms is above 0 and below 0.5, not " + falseAlarms);
        }
        if (!(toleratedShift >= 0 && relevantShift > toleratedShift)) {
            throw new IllegalArgumentException("relevantShift is above toleratedShift, which is 0 or more, not "
                    + relevantShift + " and " + toleratedShift);
        }
        if (!(toleratedSpread >= 1) || fewestSamples < 2) {
            throw new IllegalArgumentException("toleratedSpread is 1 or more and fewestSamples 2 or more, not "
                    + toleratedSpread + " and " + fewestSamples);
        }
    }

    /** A shift of 20 % is seen, one of less than 10 % does not fail, 3 times the spread is tolerated. */
    public static JudgePolicy standard() {
        return new JudgePolicy(0.03, 0.20, 0.10, 3, 5);
    }
}
