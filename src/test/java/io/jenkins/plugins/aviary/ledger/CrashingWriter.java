package io.jenkins.plugins.aviary.ledger;

import io.jenkins.plugins.aviary.model.Digest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that appends to a ledger from several threads and prints what was acknowledged, until it ends itself before
 * a given step or is killed.
 */
final class CrashingWriter {
    private static final int THREADS = 4;
    private static final long SMALL_SEGMENTS = 8192;

    private CrashingWriter() {}

    /**
     * Arguments: the folder, the step to end at ("-" for none), at which of its occurrences, and after how many events of
     * each thread to close the ledger and open it again.
     */
    public static void main(String[] args) throws InterruptedException {
        Map<String, Integer> counts = new HashMap<>();
        IoPoint crash = step -> {
            synchronized (counts) {
                if (counts.merge(step, 1, Integer::sum) == Integer.parseInt(args[2]) && step.equals(args[1])) {
                    Runtime.getRuntime().halt(9);
                }
            }
        };
        SigningKey key = SigningKey.loadOrGenerate(Path.of(args[0]).resolve("signing.key"), "crash");
        AtomicInteger number = new AtomicInteger();
        while (true) {
            try (Ledger ledger = Ledger.open(
                    FileStore.open(Path.of(args[0]), Clock.systemUTC(), Duration.ZERO, crash, SMALL_SEGMENTS),
                    "crash",
                    key,
                    Clock.systemUTC())) {
                write(ledger, number, Integer.parseInt(args[3]));
            }
        }
    }

    private static void write(Ledger ledger, AtomicInteger number, int reopenAfter) throws InterruptedException {
        Thread[] threads = new Thread[THREADS];
        for (int t = 0; t < THREADS; t++) {
            threads[t] = new Thread(() -> {
                for (int i = 0; i < reopenAfter; i++) {
                    byte[] event = EventSamples.event(number.getAndIncrement()).bytes();
                    Receipt receipt = ledger.append(LedgerEvent.parse(event));
                    synchronized (System.out) {
                        System.out.println(receipt.sequence() + " " + Digest.ofHash(MerkleHash.leaf(event)));
                        System.out.flush();
                    }
                }
            });
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
