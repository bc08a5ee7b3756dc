package io.jenkins.plugins.aviary.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What one transfer took.
 *
 * @param seconds by the clock, until everything is on the disk
 * @param client seconds of processor time of the sending side, connecting included
 * @param server seconds of processor time of the receiving side, connecting included
 * @param others seconds of processor time that other programs used meanwhile
 * @param sent how many bytes travelled, as the tool says, or 0
 */
record TransferCost(double seconds, double client, double server, double others, long sent) {
    double processor() {
        return client + server;
    }

    /** The median of each. */
    static TransferCost median(List<TransferCost> costs) {
        return new TransferCost(
                median(costs, TransferCost::seconds),
                median(costs, TransferCost::client),
                median(costs, TransferCost::server),
                median(costs, TransferCost::others),
                (long) median(costs, TransferCost::sent));
    }

    private static double median(List<TransferCost> costs, ToDoubleFunction<TransferCost> what) {
        double[] sorted = costs.stream().mapToDouble(what).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    /** A line for people, of medians and of how far the clock's figure went apart. */
    static String line(String tool, List<TransferCost> costs) {
        TransferCost median = median(costs);
        return String.format(
                Locale.ROOT,
                "  %-6s %6.2f s (%.2f to %.2f), processor %5.2f s = %.2f here + %.2f there, others meanwhile %.2f s%s",
                tool,
                median.seconds(),
                costs.stream().mapToDouble(TransferCost::seconds).min().orElse(0),
                costs.stream().mapToDouble(TransferCost::seconds).max().orElse(0),
                median.processor(),
                median.client(),
                median.server(),
                median.others(),
                median.sent() == 0 ? "" : String.format(Locale.ROOT, ", sent %.2f MiB", median.sent() / 1048576.0));
    }
}
