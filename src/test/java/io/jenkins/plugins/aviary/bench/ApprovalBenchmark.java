package io.jenkins.plugins.aviary.bench;

import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.ApprovalPolicy;
import io.jenkins.plugins.aviary.approval.ApprovalRequest;
import io.jenkins.plugins.aviary.approval.ApprovalRule;
import io.jenkins.plugins.aviary.approval.ApprovalSubject;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.ledger.FileStore;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.SigningKey;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Measures decisions with 1,000 gates waiting, on the disk of the folder given as the first argument. */
final class ApprovalBenchmark {
    private static final int GATES = 1000;
    private static final int WARM_UP = 300;
    private static final ApprovalRule RULE =
            ApprovalRule.parse("2 of group:ops and 1 of role:owner or 3 of group:chiefs");
    private static final Person ASKS = person("asks", Set.of(), Set.of());
    private static final Person ANNA = person("anna", Set.of("ops"), Set.of("owner"));
    private static final ApprovalSubject SUBJECT =
            new ApprovalSubject("production", Digest.of("artifact"), Digest.of("config"), Digest.of("migrations"));

    private ApprovalBenchmark() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory(Path.of(args.length > 0 ? args[0] : "target"), "approval-benchmark");
        SigningKey key = SigningKey.generate("benchmark");
        try {
            try (Ledger ledger = ledger(folder, key)) {
                ApprovalGates gates = new ApprovalGates(ledger, Clock.systemUTC());
                for (int i = 0; i < GATES + WARM_UP; i++) {
                    gates.open(request("gate" + i), ASKS);
                }
                decisions(gates, GATES, WARM_UP);
                print("approval, " + GATES + " gates waiting", decisions(gates, 0, GATES));
                double[] lists = times(200, i -> gates.awaiting(ANNA));
                print("list of what waits for one person", lists);
            }
            long start = System.nanoTime();
            try (Ledger ledger = ledger(folder, key)) {
                ApprovalGates gates = new ApprovalGates(ledger, Clock.systemUTC());
                System.out.printf(
                        "restart with %d gates waiting: %.0f ms%n",
                        gates.pending().size(), (System.nanoTime() - start) / 1e6);
            }
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static double[] decisions(ApprovalGates gates, int from, int count) {
        return times(count, i -> gates.approve("gate" + (from + i), ANNA, SUBJECT.hash(), "read it"));
    }

    private static double[] times(int count, java.util.function.IntConsumer work) {
        double[] times = new double[count];
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            work.accept(i);
            times[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(times);
        return times;
    }

    private static void print(String what, double[] times) {
        System.out.printf(
                "%-40s p50 %.3f ms  p99 %.3f ms%n", what, times[times.length / 2], times[times.length * 99 / 100]);
    }

    private static Ledger ledger(Path folder, SigningKey key) {
        return Ledger.open(
                FileStore.open(folder, Clock.systemUTC(), Duration.ZERO), "benchmark", key, Clock.systemUTC());
    }

    private static ApprovalRequest request(String gate) {
        return new ApprovalRequest(
                gate,
                "canary/main#7",
                SUBJECT,
                "2.0",
                "1.9",
                "",
                "asks",
                List.of("ben@example.org"),
                List.of(new ApprovalRequest.Migration("59.lua", "low")),
                List.of(new ApprovalRequest.Evidence("tests", "1200 passed", "")),
                ApprovalPolicy.of(RULE),
                List.of());
    }

    private static Person person(String id, Set<String> groups, Set<String> roles) {
        return new Person(id, "benchmark", Set.of(id + "@example.org"), groups, roles);
    }
}
