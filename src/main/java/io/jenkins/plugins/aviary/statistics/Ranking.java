package io.jenkins.plugins.aviary.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The midranks of two samples put together.
 *
 * @param firstSum the sum of the ranks of the first sample
 * @param groups how many numbers share each value, from the smallest value
 * @param tieTerm the sum over these groups of t³ - t
 */
record Ranking(double firstSum, List<Integer> groups, double tieTerm) {
    static Ranking of(double[] first, double[] second) {
        int n = first.length + second.length;
        double[] all = Arrays.copyOf(first, n);
        System.arraycopy(second, 0, all, first.length, second.length);
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> all[i] + 0.0));
        double sum = 0;
        double ties = 0;
        List<Integer> groups = new ArrayList<>();
        for (int from = 0; from < n; ) {
            int to = from + 1;
            while (to < n && all[order[to]] == all[order[from]]) {
                to++;
            }
            double size = to - from;
            double rank = (from + 1 + to) / 2.0;
            for (int i = from; i < to; i++) {
                if (order[i] < first.length) {
                    sum += rank;
                }
            }
            groups.add(to - from);
            ties += size * size * size - size;
            from = to;
        }
        return new Ranking(sum, groups, ties);
    }
}
