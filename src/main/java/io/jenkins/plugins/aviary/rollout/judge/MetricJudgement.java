package io.jenkins.plugins.aviary.rollout.judge;

/**
 * What was found out about one metric. Numbers that cannot be told are NaN.
 *
 * @param name the metric's name
 * @param direction which change is bad
 * @param critical whether it is named first
 * @param verdict what it comes to
 * @param controlCount how many numbers of the old version were observed
 * @param experimentCount how many of the new version
 * @param missing how many times nothing could be measured, on either
 * @param effectiveCount how many independent numbers in the smaller series say as much as its numbers do, which resemble
 *     their neighbours
 * @param level the old version's level that shifts are relative to
 * @param shift by how much the new version lies above the old one, in the metric's unit
 * @param shiftLow the lower end of the shift's interval
 * @param shiftHigh its upper end
 * @param probability the chance of a shift as bad as this between versions that do not differ
 * @param adjustedProbability the same for the worst of all metrics, tests and looks of this judgement
 * @param superiority the chance that a number of the new version is larger than one of the old (A12)
 * @param spread how many times the old version's spread the new one's is
 * @param spreadProbability the chance of a spread as bad as this between versions that do not differ
 * @param detectableShift the smallest shift, relative to the level, that would have been seen
 * @param samplesNeeded how many numbers of each version would be enough, or 0 if there are enough
 * @param reason one sentence that says why
 */
public record MetricJudgement(
        String name,
        Direction direction,
        boolean critical,
        Verdict verdict,
        int controlCount,
        int experimentCount,
        int missing,
        double effectiveCount,
        double level,
        double shift,
        double shiftLow,
        double shiftHigh,
        double probability,
        double adjustedProbability,
        double superiority,
        double spread,
        double spreadProbability,
        double detectableShift,
        int samplesNeeded,
        String reason) {
    /** The same with what is in the metric's unit multiplied by a power of two. */
    MetricJudgement scaled(int exponent) {
        return exponent == 0
                ? this
                : new MetricJudgement(
                        name,
                        direction,
                        critical,
                        verdict,
                        controlCount,
                        experimentCount,
                        missing,
                        effectiveCount,
                        Math.scalb(level, exponent),
                        Math.scalb(shift, exponent),
                        Math.scalb(shiftLow, exponent),
                        Math.scalb(shiftHigh, exponent),
                        probability,
                        adjustedProbability,
                        superiority,
                        spread,
                        spreadProbability,
                        detectableShift,
                        samplesNeeded,
                        reason);
    }
}
