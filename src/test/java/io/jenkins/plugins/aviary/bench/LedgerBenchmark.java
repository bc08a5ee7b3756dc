package io.jenkins.plugins.aviary.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.FileStore;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.SigningKey;
import io.jenkins.plugins.aviary.ledger.VerificationReport;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Measures the ledger beside a bare append with fsync and beside SQLite, on the disk of the folder given as the first
 * argument. The second argument is how many events the large ledger has (1,000,000).
 */
final class LedgerBenchmark {
    private static final int SINGLE = 2000;
    private static final int TURNS = 5000;
    private static final int BATCHED = 40_000;
    private static final int THREADS = 64;
    private static final int RATE = 5000;
    private static final int DEPLOYMENTS = 10_000;
    private static final SigningKey KEY = SigningKey.generate("benchmark");

    private LedgerBenchmark() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(args.length > 0 ? args[0] : "target"), "ledger-benchmark");
        int large = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        try {
            appends(folder);
            history(folder.resolve("history"));
            large(folder.resolve("large"), large);
        } finally {
            delete(folder);
        }
    }

    private static void appends(Path folder) throws IOException, InterruptedException {
        double[] bare;
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("bare").toFile(), "rw")) {
            IntConsumer append = i -> appendAndSync(file, event(i).bytes());
            measure(SINGLE, 1, append);
            bare = measure(SINGLE, 1, append);
        }
        print("append + fsync, 1 thread", bare, bare);
        sqlite(folder, "DELETE", bare);
        sqlite(folder, "WAL", bare);
        try (FileStore store = FileStore.open(folder.resolve("store"), Clock.systemUTC(), Duration.ZERO)) {
            IntConsumer append = i -> store.append(event(i).bytes());
            measure(BATCHED, THREADS, append);
            print("ledger, 1 thread", measure(SINGLE, 1, append), bare);
            print("ledger, " + RATE + "/s offered by 4 threads", timed(RATE * 4, 4, paced(append)), bare);
            print("ledger, " + THREADS + " threads", measure(BATCHED, THREADS, append), bare);
        }
        try (Ledger ledger = ledger(folder.resolve("ledger"))) {
            IntConsumer append = i -> ledger.append(event(i));
            measure(SINGLE, 1, append);
            print("ledger with receipts, 1 thread", measure(SINGLE, 1, append), bare);
            print("ledger with receipts, " + THREADS + " threads", measure(BATCHED, THREADS, append), bare);
        }
        inTurn(folder.resolve("turns"));
    }

    /**
     * One append of each kind after the other, so that whatever else the machine and its disk do at a moment falls on
     * all of them alike.
     */
    private static void inTurn(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve("bare").toFile(), "rw");
                FileStore store = FileStore.open(folder.resolve("store"), Clock.systemUTC(), Duration.ZERO);
                Ledger ledger = ledger(folder.resolve("ledger"))) {
            List<IntConsumer> kinds = List.of(
                    i -> appendAndSync(file, event(i).bytes()),
                    i -> store.append(event(i).bytes()),
                    i -> ledger.append(event(i)));
            double[][] times = new double[kinds.size()][TURNS];
            for (int i = -TURNS / 5; i < TURNS; i++) {
                for (int kind = 0; kind < times.length; kind++) {
                    long begun = System.nanoTime();
                    kinds.get(kind).accept(Math.abs(i));
                    times[kind][Math.max(i, 0)] = millis(begun);
                }
            }
            double[] bare = figures(times[0]);
            print("in turn: append + fsync", bare, bare);
            print("in turn: ledger", figures(times[1]), bare);
            print("in turn: ledger with receipts", figures(times[2]), bare);
        }
    }

    /** Events per second, p50 and p99 in milliseconds of the times of one thread. */
    private static double[] figures(double[] times) {
        Arrays.sort(times);
        return new double[] {
            1000 * times.length / Arrays.stream(times).sum(), times[times.length / 2], times[times.length * 99 / 100]
        };
    }

    /** The work at a steady rate; only the work itself is timed, not the waiting for its turn. */
    private static Timed paced(IntConsumer work) {
        long start = System.nanoTime();
        return i -> {
            long due = start + i * 1_000_000_000L / RATE;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            long begun = System.nanoTime();
            work.accept(i);
            return millis(begun);
        };
    }

    private static void appendAndSync(RandomAccessFile file, byte[] bytes) {
        try {
            file.write(bytes);
            file.getFD().sync();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sqlite(Path folder, String journal, double[] bare) throws IOException, InterruptedException {
        Process python;
        try {
            python = new ProcessBuilder(
                            "python3",
                            "src/test/resources/sqlite-appends.py",
                            folder.resolve(journal + ".sqlite").toString(),
                            Integer.toString(SINGLE),
                            journal)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            System.out.println("SQLite: python3 is not installed");
            return;
        }
        String[] figures =
                new String(python.getInputStream().readAllBytes()).strip().split(" ");
        if (python.waitFor() == 0) {
            print(
                    "SQLite synchronous=FULL, " + journal,
                    Arrays.stream(figures).mapToDouble(Double::parseDouble).toArray(),
                    bare);
        }
    }

    private static void history(Path folder) {
        try (Ledger ledger = ledger(folder)) {
            parallel(DEPLOYMENTS, THREADS, i -> {
                ledger.append(deployment("deployment.started", i));
                ledger.append(deployment("deployment.finished", i));
            });
            long opened = System.nanoTime();
            ledger.history().newest("", "", 0, 1);
            System.out.printf("history of %,d deployments, first query: %.1f ms%n", DEPLOYMENTS, millis(opened));
            double[] query =
                    measure(200, 1, i -> ledger.history().newest("production", "world-" + i % 20, 5 * (i % 10), 50));
            System.out.printf(
                    "history of %,d deployments, a query: p50 %.3f ms, p99 %.3f ms%n", DEPLOYMENTS, query[1], query[2]);
        }
    }

    private static void large(Path folder, int count) {
        try (Ledger ledger = ledger(folder)) {
            long filling = System.nanoTime();
            parallel(count, 4 * THREADS, i -> ledger.append(event(i)));
            System.out.printf("filling with %,d events: %.1f s%n", count, millis(filling) / 1000);
            String known = ledger.checkpoint();
            double[] proofs = measure(2000, 1, i -> ledger.prove(new Random(i).nextInt(count)));
            System.out.printf("proof of one of %,d events: p50 %.3f ms, p99 %.3f ms%n", count, proofs[1], proofs[2]);
            for (int round = 0; round < 2; round++) {
                long start = System.nanoTime();
                VerificationReport report = ledger.verify();
                System.out.printf(
                        "full verification of %,d events: %.2f s, %s%n",
                        report.events(), millis(start) / 1000, report.intact() ? "intact" : report.findings());
            }
            parallel(1000, THREADS, i -> ledger.append(event(i)));
            long start = System.nanoTime();
            VerificationReport since = ledger.verifySince(known);
            System.out.printf(
                    "incremental verification of 1,000 more: %.3f s, %s%n",
                    millis(start) / 1000, since.intact() ? "intact" : since.findings());
        }
        long start = System.nanoTime();
        ledger(folder).close();
        System.out.printf("opening and closing it: %.1f ms%n", millis(start));
    }

    private static Ledger ledger(Path folder) {
        return Ledger.open(
                FileStore.open(folder, Clock.systemUTC(), Duration.ZERO), "benchmark", KEY, Clock.systemUTC());
    }

    private static LedgerEvent event(int number) {
        return new LedgerEvent(
                "stage.finished",
                1,
                Instant.EPOCH.plusSeconds(number),
                new Actor("anna", "jenkins"),
                "canary/main#" + number,
                "production",
                "a".repeat(64),
                payload(number));
    }

    private static LedgerEvent deployment(String type, int number) {
        ObjectNode payload = payload(number).put("deployment", "d" + number).put("result", "success");
        return new LedgerEvent(
                type,
                1,
                Instant.EPOCH.plusSeconds(number),
                new Actor("anna", "jenkins"),
                "canary/main#" + number,
                "production",
                "a".repeat(64),
                payload);
    }

    private static ObjectNode payload(int number) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("world", "world-" + number % 20)
                .put("host", "game-" + number % 20 + ".example.org")
                .put("version", "2.0." + number)
                .put("reason", "the weekly release")
                .put("durationMillis", number);
    }

    /** Runs it so often and returns events per second, p50 and p99 in milliseconds. */
    private static double[] measure(int count, int threads, IntConsumer work) {
        return timed(count, threads, i -> {
            long begun = System.nanoTime();
            work.accept(i);
            return millis(begun);
        });
    }

    private static double[] timed(int count, int threads, Timed work) {
        double[] times = new double[count];
        long start = System.nanoTime();
        parallel(count, threads, i -> times[i] = work.run(i));
        double seconds = millis(start) / 1000;
        Arrays.sort(times);
        return new double[] {count / seconds, times[count / 2], times[count * 99 / 100]};
    }

    private static void parallel(int count, int threads, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        List<Thread> all = Stream.generate(() -> new Thread(() -> {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        work.accept(i);
                    }
                }))
                .limit(threads)
                .toList();
        all.forEach(Thread::start);
        for (Thread thread : all) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static double millis(long since) {
        return (System.nanoTime() - since) / 1e6;
    }

    private static void print(String what, double[] figures, double[] bare) {
        System.out.printf(
                "%-40s %,9.0f/s (%.1fx)  p50 %.3f ms  p99 %.3f ms (%.1fx)%n",
                what, figures[0], figures[0] / bare[0], figures[1], figures[2], figures[2] / bare[2]);
    }

    /** Does something and tells how long it took, in milliseconds. */
    @FunctionalInterface
    private interface Timed {
        double run(int number);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
