package io.jenkins.plugins.aviary.rollout.judge;

import java.util.Locale;

/** Decides on one metric, given how surprising it is among all. */
final class MetricVerdict {
    /** The chance of being wrong that a pass may have on each side: that of not seeing a relevant shift. */
    private static final double MISSED = 0.025;

    /** Spikes that are less likely than this between versions that do not differ are no reason to pass. */
    private static final double LIKE_NOT = 0.1;

    /** A shift that is seen in four of five cases lies this many times as far out as one that is at the very edge. */
    private static final double FOUR_OF_FIVE = 1.43;

    private static final int MOST_SAMPLES_TOLD = 100_000;

    private final Comparison comparison;
    private final JudgePolicy policy;
    private final double adjusted;
    private final Look look;
    private final double detectable;

    MetricVerdict(Comparison comparison, JudgePolicy policy, double adjusted, Look look) {
        this.comparison = comparison;
        this.policy = policy;
        this.adjusted = adjusted;
        this.look = look;
        this.detectable = comparison.shifted() == null ? 0 : FOUR_OF_FIVE * reach() / comparison.level();
    }

    MetricJudgement judgement() {
        if (comparison.isEmpty()) {
            return judgement(Verdict.INCONCLUSIVE, policy.fewestSamples(), missingData());
        }
        if (adjusted <= policy.falseAlarms()) {
            if (!comparison.spreadIsWorst()
                    && !comparison.spikesAreWorst()
                    && comparison.shiftIsBad()
                    && Math.abs(comparison.relativeShift()) >= policy.toleratedShift()) {
                return judgement(Verdict.FAIL, 0, levelIsWorse());
            }
            if (comparison.spreadIsWorst() && spreadIsRelevant()) {
                return judgement(Verdict.FAIL, 0, spreadIsWorse());
            }
            if (comparison.spikesAreWorst() && spikesAreRelevant()) {
                return judgement(
                        Verdict.FAIL, 0, spikesAreMore() + ", which chance does not explain (" + chance() + ").");
            }
        }
        if (!look.last()) {
            return judgement(Verdict.INCONCLUSIVE, 0, "Nothing is worse so far; it may pass at the last look.");
        }
        if (comparison.shapeIsMixed(policy) && comparison.spreadProbability() > 1 - policy.falseAlarms()) {
            return judgement(Verdict.INCONCLUSIVE, 0, shapeChanged());
        }
        if (comparison.spikes().probability() <= LIKE_NOT && spikesAreRelevant()) {
            return judgement(
                    Verdict.INCONCLUSIVE,
                    0,
                    spikesAreMore() + "; whether that is chance is not settled. Measure longer.");
        }
        if (relevantIsExcluded()) {
            return judgement(Verdict.PASS, 0, notWorse());
        }
        return judgement(Verdict.INCONCLUSIVE, comparison.shifted() == null ? 0 : samplesNeeded(), notEnough());
    }

    private boolean spreadIsRelevant() {
        boolean wider = comparison.spread() >= policy.toleratedSpread();
        boolean narrower = comparison.spread() <= 1 / policy.toleratedSpread()
                && comparison.metric().direction() == Direction.EITHER;
        return (wider || narrower)
                && Math.abs(comparison.spreadChange()) >= policy.relevantShift() * comparison.level();
    }

    private boolean spikesAreRelevant() {
        return comparison.spikes().added() >= policy.relevantShift() * comparison.level();
    }

    private String spikesAreMore() {
        SpikeRate spikes = comparison.spikes();
        return "Numbers far out came " + spikes.after() + " times, with the old version " + spikes.before()
                + " times, and move the mean by " + percent(spikes.added() / comparison.level());
    }

    /** Whether a shift as large as a relevant one is unlikely, given the series. */
    private boolean relevantIsExcluded() {
        double relevant = policy.relevantShift() * comparison.level();
        Direction direction = comparison.metric().direction();
        if (comparison.shifted() == null) {
            boolean once = comparison.level() == 0 && !comparison.experiment().isConstant();
            return !once && (!comparison.shiftIsBad() || Math.abs(comparison.shift()) < relevant);
        }
        boolean notMore = direction == Direction.DECREASE || chanceOfMore() <= MISSED;
        boolean notLess = direction == Direction.INCREASE || chanceOfLess() <= MISSED;
        return notMore && notLess;
    }

    private double chanceOfMore() {
        return comparison.shifted().above(policy.relevantShift() * comparison.level());
    }

    private double chanceOfLess() {
        return comparison.shifted().atMost(-policy.relevantShift() * comparison.level());
    }

    /** How far off the middle the shift's interval reaches on the bad side. */
    private double reach() {
        double low = comparison.shifted().quantile(MISSED);
        double high = comparison.shifted().quantile(1 - MISSED);
        return (high - low) / 2;
    }

    private int samplesNeeded() {
        double n = Math.min(comparison.control().size(), comparison.experiment().size());
        double times = detectable / policy.relevantShift();
        double needed = Math.ceil(n * Math.max(1.1, times * times));
        return needed <= MOST_SAMPLES_TOLD ? (int) needed : 0;
    }

    private String missingData() {
        return "There are " + comparison.control().size() + " numbers of the old version and "
                + comparison.experiment().size() + " of the new one; " + policy.fewestSamples()
                + " of each are needed. Missing data never passes.";
    }

    private String levelIsWorse() {
        return "The level went " + change() + ", which is more than the tolerated " + percent(policy.toleratedShift())
                + " and not explained by chance (" + chance() + ").";
    }

    private String spreadIsWorse() {
        return "The spread is " + number(comparison.spread())
                + " times that of the old version, which chance does not explain (" + chance() + ").";
    }

    private String shapeChanged() {
        return "The level went " + change() + " and the spread is " + number(comparison.spread())
                + " times that of the old version, so some of its numbers got better and others worse.";
    }

    private String notWorse() {
        boolean wider = comparison.spread() >= policy.toleratedSpread();
        return "The level went " + change() + "; a change for the worse by " + percent(policy.relevantShift())
                + " would have been seen."
                + (wider
                        ? " The spread is " + number(comparison.spread())
                                + " times that of the old version, but grew by less than "
                                + percent(policy.relevantShift()) + " of the level."
                        : "");
    }

    private String notEnough() {
        String seen = "The level went " + change() + " (" + chance() + ")";
        if (!(comparison.level() > 0)) {
            return seen + "; the old version is at zero, so no share of it can be excluded.";
        }
        if (comparison.shifted() == null) {
            return seen + "; numbers that never move tell nothing of how they would move by chance. Measure longer.";
        }
        int needed = samplesNeeded();
        return seen + ", but only a change of " + percent(detectable) + " would have been seen, not one of "
                + percent(policy.relevantShift()) + "; "
                + (needed > 0
                        ? "about " + needed + " numbers of each version would be enough."
                        : "no sensible number of measurements would be enough.");
    }

    private String change() {
        double share = comparison.relativeShift();
        if (Double.isInfinite(share)) {
            return "from 0 to " + number(comparison.shift());
        }
        return (share < 0 ? "down by " : "up by ") + percent(Math.abs(share));
    }

    private String chance() {
        return "p = " + number(adjusted) + " for all metrics together";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.1 ? "%.1f %%" : "%.0f %%", 100 * share);
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    private MetricJudgement judgement(Verdict verdict, int needed, String reason) {
        MetricSeries metric = comparison.metric();
        boolean compared = comparison.shifted() != null;
        int observed = comparison.control().size() + comparison.experiment().size();
        return new MetricJudgement(
                metric.name(),
                metric.direction(),
                metric.critical(),
                verdict,
                comparison.control().size(),
                comparison.experiment().size(),
                metric.control().size() + metric.experiment().size() - observed,
                compared ? comparison.shifted().effectiveCount() : Double.NaN,
                comparison.level(),
                comparison.shift(),
                compared ? comparison.shifted().quantile(MISSED) : comparison.shift(),
                compared ? comparison.shifted().quantile(1 - MISSED) : comparison.shift(),
                comparison.isEmpty() ? Double.NaN : comparison.shiftProbability(),
                comparison.isEmpty() ? Double.NaN : adjusted,
                comparison.superiority(),
                comparison.spread(),
                comparison.isEmpty() ? Double.NaN : comparison.spreadProbability(),
                compared ? detectable : Double.NaN,
                needed,
                reason);
    }
}
