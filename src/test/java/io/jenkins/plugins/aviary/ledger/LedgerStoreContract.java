package io.jenkins.plugins.aviary.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.model.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of a ledger does. */
abstract class LedgerStoreContract {
    /** The same store each time within a test: a later opening sees what an earlier one wrote. */
    abstract LedgerStore open() throws Exception;

    private static byte[] bytes(int number) {
        return EventSamples.event(number).bytes();
    }

    @Test
    void beginsEmpty() throws Exception {
        try (LedgerStore store = open()) {
            assertThat(store.size()).isZero();
            assertThat(store.read(0, 10)).isEmpty();
            assertThat(store.checkpoints()).isEmpty();
            assertThat(store.newestCheckpoint()).isEmpty();
            assertThat(new MerkleTree(store).root(0)).isEqualTo(Digest.of(new byte[0]));
        }
    }

    @Test
    void givesBackWhatWasAppendedInItsOrder() throws Exception {
        try (LedgerStore store = open()) {
            for (int i = 0; i < 30; i++) {
                assertThat(store.append(bytes(i))).isEqualTo(i);
            }
            assertThat(store.read(10, 5)).extracting(StoredEvent::sequence).containsExactly(10L, 11L, 12L, 13L, 14L);
            assertThat(store.read(28, 100)).extracting(StoredEvent::body).containsExactly(bytes(28), bytes(29));
            assertThat(store.read(30, 1)).isEmpty();
            assertThat(store.read(7, 1).get(0).leafHash()).isEqualTo(MerkleHash.leaf(bytes(7)));
        }
    }

    @Test
    void remembersEverythingWhenOpenedAgain() throws Exception {
        Digest root;
        try (LedgerStore store = open()) {
            for (int i = 0; i < 300; i++) {
                store.append(bytes(i));
            }
            store.keep("first\n");
            store.keep("second\n");
            root = new MerkleTree(store).root(300);
        }
        try (LedgerStore store = open()) {
            assertThat(store.size()).isEqualTo(300);
            assertThat(new MerkleTree(store).root(300)).isEqualTo(root);
            assertThat(store.checkpoints()).containsExactly("first\n", "second\n");
            assertThat(store.newestCheckpoint()).contains("second\n");
            assertThat(store.append(bytes(300))).isEqualTo(300);
            assertThat(new MerkleTree(store).consistency(300, 301).proves(root, new MerkleTree(store).root(301)))
                    .isTrue();
        }
    }

    @Test
    void keepsTheHashesThatTheEventsGive() throws Exception {
        try (LedgerStore store = open()) {
            MerkleFrontier expected = new MerkleFrontier();
            for (int i = 0; i < 100; i++) {
                store.append(bytes(i));
                expected.add(MerkleHash.leaf(bytes(i)));
                assertThat(InclusionProof.hash(new MerkleTree(store).root(i + 1)))
                        .isEqualTo(expected.root());
            }
        }
    }

    @Test
    void losesAndDoublesNothingWhenManyAppendAtOnce() throws Exception {
        Map<Long, byte[]> acknowledged = new ConcurrentHashMap<>();
        int threads = 16;
        int each = 50;
        try (LedgerStore store = open()) {
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            for (int t = 0; t < threads; t++) {
                int first = t * each;
                pool.execute(() -> {
                    for (int i = first; i < first + each; i++) {
                        acknowledged.put(store.append(bytes(i)), bytes(i));
                    }
                });
            }
            pool.shutdown();
            assertThat(pool.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
            assertThat(acknowledged).hasSize(threads * each);
            assertThat(store.size()).isEqualTo(threads * each);
            for (StoredEvent event : store.read(0, threads * each)) {
                assertThat(event.body()).isEqualTo(acknowledged.get(event.sequence()));
            }
        }
    }

    @Test
    void keepsAppendingForAnInterruptedThread() throws Exception {
        try (LedgerStore store = open()) {
            Thread.currentThread().interrupt();
            store.append(bytes(0));
            assertThat(Thread.interrupted()).isTrue();
            store.append(bytes(1));
            assertThat(store.size()).isEqualTo(2);
        }
    }

    @Test
    void isFoundIntactWhileItIsWritten() throws Exception {
        SigningKey key = SigningKey.generate("contract");
        int before = 3000;
        try (LedgerStore store = open()) {
            for (int i = 0; i < before; i += 1000) {
                store.append(IntStream.range(i, i + 1000)
                        .mapToObj(LedgerStoreContract::bytes)
                        .toList());
            }
            Digest root = new MerkleTree(store).root(before);
            store.keep(SignedNote.sign(new Checkpoint("contract", before, root).text(), key)
                    .note());
            int[] more = {before};
            // Somebody appends between any two looks at what is there.
            LedgerEvidence evidence = new InterruptedEvidence(store.evidence(), () -> store.append(bytes(more[0]++)));
            VerificationReport report = Verification.of(evidence, Set.of(key.verifier()));
            assertThat(report.findings()).isEmpty();
            assertThat(report.events()).isGreaterThan(before);
            assertThat(report.vouched()).isEqualTo(before);
        }
    }

    /** Evidence that changes whenever it was looked at. */
    private record InterruptedEvidence(LedgerEvidence evidence, Runnable change) implements LedgerEvidence {
        @Override
        public void scan(long from, Consumer<StoredEvent> sink) {
            evidence.scan(from, sink);
            change.run();
        }

        @Override
        public HashList leafIndex() {
            HashList index = evidence.leafIndex();
            change.run();
            return index;
        }

        @Override
        public List<String> checkpoints() {
            List<String> notes = evidence.checkpoints();
            change.run();
            return notes;
        }
    }

    @Test
    void showsItsEvidence() throws Exception {
        try (LedgerStore store = open()) {
            for (int i = 0; i < 20; i++) {
                store.append(bytes(i));
            }
            store.keep("note\n");
            List<StoredEvent> all = new ArrayList<>();
            store.evidence().scan(0, all::add);
            assertThat(all)
                    .hasSize(20)
                    .allSatisfy(event -> assertThat(Arrays.equals(event.body(), bytes((int) event.sequence())))
                            .isTrue());
            List<StoredEvent> some = new ArrayList<>();
            store.evidence().scan(15, some::add);
            assertThat(some).extracting(StoredEvent::sequence).containsExactly(15L, 16L, 17L, 18L, 19L);
            assertThat(store.evidence().checkpoints()).containsExactly("note\n");
        }
    }
}
