package io.jenkins.plugins.aviary.statistics;

import java.util.Arrays;
import java.util.Comparator;

/** Holm's adjustment for many tests at once (Holm 1979): keeps the chance of any false alarm, whatever depends on what. */
public final class Holm {
    private Holm() {}

    /** The adjusted probabilities, in the order of those given. */
    public static double[] adjust(double... probabilities) {
        int n = probabilities.length;
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> probabilities[i]));
        double[] adjusted = new double[n];
        double largest = 0;
        for (int rank = 0; rank < n; rank++) {
            largest = Math.max(largest, Math.min(1, (n - rank) * probabilities[order[rank]]));
            adjusted[order[rank]] = largest;
        }
        return adjusted;
    }
}
