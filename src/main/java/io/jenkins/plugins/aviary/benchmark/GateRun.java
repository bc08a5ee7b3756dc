package io.jenkins.plugins.aviary.benchmark;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** One run of the gate: finds the baseline, compares, tells, and keeps what passed. Used by one thread. */
final class GateRun {
    private static final int TOLD_IN_EVENT = 500;

    private final BenchmarkGate gate;
    private final RunContext context;
    private final SortedMap<String, BenchmarkSeries> now;
    private final Machine machine;
    private final String branch;
    private final String against;
    private final BaselineStore store;
    private final List<Comparison> comparisons = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    GateRun(BenchmarkGate gate, RunContext context, BenchmarkResults read) {
        this.gate = gate;
        this.context = context;
        this.now = read.series();
        this.machine = Machine.here(gate.machine(), read.context());
        this.branch = first(gate.branch(), context.environment().get("BRANCH_NAME"), "main");
        this.against = first(gate.against(), context.environment().get("CHANGE_TARGET"), branch);
        this.store = new BaselineStore(context.home(), gate.suite(), against);
    }

    private static String first(String... texts) {
        for (String text : texts) {
            if (text != null && !text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    Outcome<BenchmarkGate.Result> outcome() throws IOException {
        Optional<Baseline> baseline = store.find(machine);
        if (baseline.isEmpty()) {
            return withoutBaseline();
        }
        Map<String, Anchor> anchors = new LinkedHashMap<>();
        anchors.put("rolling", baseline.get().rolling());
        baseline.get().lastRelease().ifPresent(anchor -> anchors.put("release", anchor));
        comparisons.addAll(gate.rule().compare(now, anchors));
        for (String name : baseline.get().rolling().series().keySet()) {
            if (!now.containsKey(name)) {
                missing.add(name);
                context.log().warn("The benchmark '" + name + "' is in the baseline but not in these results.");
            }
        }
        ComparisonTable table = new ComparisonTable(comparisons);
        table.to(context.log());
        return told(decided(baseline.get()));
    }

    /** The first results of a branch begin its baseline; those of another machine are not compared with it. */
    private Outcome<BenchmarkGate.Result> withoutBaseline() throws IOException {
        List<Machine> others = store.machines();
        boolean begins = gate.update() && branch.equals(against) && (others.isEmpty() || gate.accept());
        if (begins) {
            store.write(Baseline.first(machine, against, results(), gate.release()));
            return told(Outcome.done(
                    "began the baseline of " + against + " on this machine (" + machine.fingerprint() + ") with "
                            + now.size() + " benchmarks",
                    result("first")));
        }
        if (gate.accept()) {
            return told(Outcome.done("accepted without a baseline to compare with", result("accepted")));
        }
        String reason = others.isEmpty()
                ? "There is no baseline of " + against + " to compare with; run the gate on that branch first."
                : "The baseline of " + against + " is another machine's, so nothing is compared: "
                        + machine.differences(others.get(others.size() - 1))
                        + ". Run on that machine, or begin a baseline of this one with accept: true.";
        return told(Outcome.inconclusive(reason, result("inconclusive"), Map.of("accept", "true")));
    }

    private Outcome<BenchmarkGate.Result> decided(Baseline baseline) {
        List<String> slower = named(Comparison.Verdict.SLOWER);
        List<String> tooFew = named(Comparison.Verdict.TOO_FEW);
        boolean keeps = gate.update() && branch.equals(against);
        if (!slower.isEmpty() && !gate.accept()) {
            String reason = "Slower: " + worst(slower) + ".";
            BenchmarkGate.Result result = result("slower");
            return gate.fail() ? Outcome.failed(reason, result) : Outcome.unstable(reason, result);
        }
        if (!tooFew.isEmpty() && !gate.accept()) {
            if (keeps) {
                keep(baseline, List.of());
            }
            return Outcome.inconclusive(
                    "Too few values to tell for " + String.join(", ", tooFew) + ": "
                            + comparisons.stream()
                                    .mapToInt(Comparison::samplesNeeded)
                                    .max()
                                    .orElse(0)
                            + " are needed; repeat the benchmarks more often (--benchmark_repetitions).",
                    result("inconclusive"),
                    Map.of("accept", "true"));
        }
        if (keeps) {
            List<String> renewed = new ArrayList<>(slower);
            renewed.addAll(named(Comparison.Verdict.FASTER));
            keep(baseline, renewed);
        }
        boolean accepted = !slower.isEmpty() || !tooFew.isEmpty();
        return Outcome.done(
                (accepted ? "accepted: " + String.join(", ", slower.isEmpty() ? tooFew : slower) : "nothing got slower")
                        + " (" + now.size() + " benchmarks compared with " + against + ")",
                result(accepted ? "accepted" : "passed"));
    }

    private void keep(Baseline baseline, List<String> renewed) {
        store.write(baseline.after(results(), gate.release(), gate.window(), renewed));
    }

    private Anchor results() {
        return new Anchor(context.clock().instant(), context.environment().getOrDefault("GIT_COMMIT", ""), now);
    }

    private List<String> named(Comparison.Verdict verdict) {
        return comparisons.stream()
                .filter(comparison -> comparison.verdict() == verdict)
                .map(Comparison::benchmark)
                .distinct()
                .toList();
    }

    private String worst(List<String> slower) {
        List<String> told = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            if (comparison.verdict() == Comparison.Verdict.SLOWER) {
                told.add(String.format(
                        Locale.ROOT,
                        "%s by %.1f %% against the %s baseline (p = %.2g)",
                        comparison.benchmark(),
                        100 * comparison.change(),
                        comparison.anchor(),
                        comparison.probability()));
            }
        }
        int most = 3;
        return String.join(", ", told.subList(0, Math.min(most, told.size())))
                + (told.size() > most ? " and more; " + slower.size() + " in all" : "");
    }

    private BenchmarkGate.Result result(String verdict) {
        return new BenchmarkGate.Result(
                gate.suite(),
                verdict,
                against,
                machine.fingerprint(),
                now.size(),
                named(Comparison.Verdict.SLOWER),
                named(Comparison.Verdict.FASTER),
                named(Comparison.Verdict.TOO_FEW),
                missing);
    }

    /** Records what came of it, and writes the table if one was asked for. */
    private Outcome<BenchmarkGate.Result> told(Outcome<BenchmarkGate.Result> outcome) throws IOException {
        List<Comparison> listed = comparisons.subList(0, Math.min(TOLD_IN_EVENT, comparisons.size()));
        ObjectNode payload = JsonNodeFactory.instance
                .objectNode()
                .put("suite", gate.suite())
                .put("branch", branch)
                .put("against", against)
                .put("machine", machine.fingerprint())
                .put("commit", context.environment().getOrDefault("GIT_COMMIT", ""))
                .put("verdict", outcome.result().verdict());
        payload.set("comparisons", new ComparisonTable(listed).json());
        ObjectNode medians = payload.putObject("medians");
        now.entrySet().stream()
                .limit(TOLD_IN_EVENT)
                .forEach(entry -> medians.put(
                        entry.getKey(),
                        ComparisonTable.rounded(entry.getValue().sample().median())));
        if (!gate.report().isEmpty()) {
            Path file = context.path(gate.report());
            Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
            Files.writeString(
                    file,
                    new ComparisonTable(comparisons).markdown(gate.suite() + ": " + outcome.summary()),
                    StandardCharsets.UTF_8);
        }
        context.events().record(Event.of("benchmark.compared", "", "", payload));
        return outcome;
    }
}
