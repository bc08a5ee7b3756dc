package io.jenkins.plugins.aviary.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.model.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The tamper-evident record of who did what: everything that the rest of Aviary wants of it. Safe for use by several
 * threads; failures are {@link LedgerFailure}.
 */
public final class Ledger implements AutoCloseable {
    /** Fewer events than that are not worth spreading over the processors. */
    private static final int ALONE = 64;

    private final LedgerStore store;
    private final String origin;
    private final Clock clock;
    private final Optional<SigningKey> initialKey;
    private final MerkleTree tree;
    private final Projections projections;

    private final TimelySigner signer;

    /** Guarded by this. */
    private Optional<SigningKey> key;

    /** Whether nothing was ever signed: the first event is signed at once, since until then nothing vouches for the ledger. */
    private final AtomicBoolean neverSigned = new AtomicBoolean();

    /** What was not signed when the ledger was opened, until it is; guarded by this. */
    private Optional<UnsignedRecords> left = Optional.empty();

    /** Guarded by this. */
    private boolean closed;

    private Ledger(LedgerStore store, String origin, Optional<SigningKey> key, Clock clock, TimelySigner.Pace pace) {
        this.store = store;
        this.origin = origin;
        this.initialKey = key;
        this.key = key;
        this.clock = clock;
        this.signer = new TimelySigner(pace, this::signUnlessClosed);
        this.tree = new MerkleTree(store);
        this.projections = new Projections(this::read, store::size);
    }

    /**
     * A ledger that is written. What is appended is signed after five seconds or a thousand events, whichever comes first, and
     * when the ledger is closed. Records that nobody signed before it was opened are named by an event before they are signed now.
     *
     * @param origin its name, unique in the world, which its checkpoints bear
     * @throws LedgerFailure if it was signed with another key, which did not hand over to this one; the store is left open
     */
    public static Ledger open(LedgerStore store, String origin, SigningKey key, Clock clock) {
        return open(store, origin, key, clock, TimelySigner.Pace.USUAL);
    }

    static Ledger open(LedgerStore store, String origin, SigningKey key, Clock clock, TimelySigner.Pace pace) {
        Optional<LastSigner> last = LastSigner.of(store);
        if (last.isPresent() && !last.get().is(key.verifier())) {
            throw otherKey(last.get(), key);
        }
        Ledger ledger = new Ledger(store, origin, Optional.of(key), clock, pace);
        ledger.neverSigned.set(pace.first() && last.isEmpty());
        ledger.takeOver(last.map(LastSigner::size).orElse(0L));
        return ledger;
    }

    private static LedgerFailure otherKey(LastSigner last, SigningKey key) {
        return new LedgerFailure("The ledger is signed with the key " + last.signer() + ", but this writer has "
                + key.verifier().signer() + "; give it the same key: all who write one ledger share it");
    }

    /** A ledger that is only read: it cannot sign. */
    public static Ledger openForReading(LedgerStore store, Clock clock) {
        return new Ledger(store, "", Optional.empty(), clock, TimelySigner.Pace.USUAL);
    }

    /**
     * The ledger in the folder {@code ledger} of Aviary's home, for writing; it and its key are made if they are not
     * there. Waits for another writer at most so long.
     *
     * @throws LedgerFailure if it was signed with a key that is not in the folder
     */
    public static Ledger inHome(Path home, String origin, Clock clock, Duration patience) {
        Path folder = home.resolve("ledger");
        FileStore store = FileStore.open(folder, clock, patience);
        try {
            return new LedgerKeys(folder, origin, credential -> {
                        throw new LedgerFailure("Only Jenkins reads its credential '" + credential + "'");
                    })
                    .open(store, "", false, clock, new Actor("aviary", "system"));
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** The ledger in the folder {@code ledger} of Aviary's home, for reading beside its writer. */
    public static Ledger inHomeForReading(Path home, Clock clock) {
        return openForReading(FileStore.openForReading(home.resolve("ledger")), clock);
    }

    private synchronized void takeOver(long signed) {
        left = UnsignedRecords.between(signed, store.size());
        if (!store.shared()) {
            nameTheUnsigned();
        }
    }

    /**
     * Records what nobody signed: closing a ledger signs all of it, so its writer was killed, or somebody else appended it.
     * Where others write too, they sign what they have just written; so that is waited for.
     */
    private synchronized void nameTheUnsigned() {
        Optional<UnsignedRecords> still = left;
        left = Optional.empty();
        if (store.shared()) {
            long signed = store.newestCheckpoint()
                    .flatMap(Checkpoint::bodyOf)
                    .map(Checkpoint::size)
                    .orElse(0L);
            still = still.flatMap(records -> records.from(signed));
        }
        still.ifPresent(records -> append(records.event(Instant.now(clock))));
    }

    private synchronized void signUnlessClosed() {
        if (!closed) {
            checkpoint();
        }
    }

    /** Appends an event; returns only once it is durable. */
    public Receipt append(LedgerEvent event) {
        byte[] bytes = event.bytes();
        long sequence = store.append(bytes);
        signer.appended();
        if (neverSigned.get() && neverSigned.compareAndSet(true, false)) {
            signer.now();
        }
        long size = Math.max(sequence + 1, store.size());
        return new Receipt(
                sequence, Digest.ofHash(MerkleHash.leaf(bytes)), tree.root(size), tree.inclusion(sequence, size));
    }

    /** How many events there are. */
    public long size() {
        return store.size();
    }

    /**
     * The events from a sequence number on, at most so many.
     *
     * @throws LedgerFailure if one of them is damaged or missing
     */
    public List<Recorded> read(long from, int limit) {
        List<StoredEvent> stored = store.read(from, limit);
        HashList leaves = store.leaves(from, stored.size());
        IntStream places = IntStream.range(0, stored.size());
        return (stored.size() < ALONE ? places : places.parallel())
                .mapToObj(place -> checked(from + place, stored.get(place), leaves, place))
                .toList();
    }

    static LedgerFailure missing(long sequence) {
        return new LedgerFailure(
                "Record " + sequence + " of the ledger is missing; run 'aviary ledger verify' and restore from a copy");
    }

    private static Recorded checked(long sequence, StoredEvent stored, HashList leaves, int place) {
        if (stored.sequence() != sequence || place >= leaves.size()) {
            throw missing(sequence);
        }
        byte[] hash = MerkleHash.leaf(stored.body());
        if (!leaves.is(place, hash)) {
            throw new LedgerFailure("Record " + stored.sequence()
                    + " of the ledger was changed; run 'aviary ledger verify' and restore from a copy");
        }
        try {
            return new Recorded(stored.sequence(), Digest.ofHash(hash), LedgerEvent.known(stored.body()));
        } catch (IllegalArgumentException e) {
            throw new LedgerFailure("Record " + stored.sequence() + " of the ledger is no event: " + e.getMessage(), e);
        }
    }

    /** The events that are wanted, newest first. */
    public EventPage query(EventQuery query) {
        List<Long> found = projections.find(query, query.limit() + 1);
        List<Recorded> events = new ArrayList<>();
        for (long sequence : found.subList(0, Math.min(found.size(), query.limit()))) {
            events.addAll(read(sequence, 1));
        }
        boolean more = found.size() > query.limit();
        return new EventPage(events, more ? OptionalLong.of(found.get(query.limit() - 1)) : OptionalLong.empty());
    }

    /** All events that are wanted, newest first; for what there are few of. */
    public List<Recorded> all(EventQuery query) {
        List<Recorded> all = new ArrayList<>();
        EventPage page = query(query.page(Long.MAX_VALUE, EventQuery.MOST));
        all.addAll(page.events());
        while (page.next().isPresent()) {
            page = query(query.page(page.next().getAsLong(), EventQuery.MOST));
            all.addAll(page.events());
        }
        return all;
    }

    /** The events of that very type whose payload names a commit, newest first. */
    public List<Recorded> ofCommit(String type, String commit) {
        List<Recorded> events = new ArrayList<>();
        for (long sequence : projections.ofCommit(type, commit)) {
            events.addAll(0, read(sequence, 1));
        }
        return events;
    }

    /** The deployments, up to the newest event. */
    public History history() {
        return projections.history();
    }

    /**
     * Gives all events, from the first on and in their order, to a projection: those that are there now, and the others
     * as they are found by {@link #refresh()} or any query. The projection must be quick and must not use the ledger.
     */
    public void follow(Consumer<Recorded> projection) {
        projections.follow(projection);
    }

    /** Brings all projections up to the newest event. */
    public void refresh() {
        projections.refresh();
    }

    /** The root over all events. */
    public Digest root() {
        return tree.root(store.size());
    }

    /** The newest checkpoint, as a signed note; signs one if events came since the last. */
    public synchronized String checkpoint() {
        if (key.isEmpty()) {
            return store.newestCheckpoint()
                    .orElseThrow(() -> new LedgerFailure("The ledger has no signed checkpoint yet"));
        }
        nameTheUnsigned();
        long size = store.size();
        if (store.shared()) {
            LastSigner.ofNewest(store)
                    .filter(signed -> !signed.is(key.get().verifier()))
                    .ifPresent(signed -> {
                        throw otherKey(signed, key.get());
                    });
        }
        Optional<String> last = store.newestCheckpoint();
        boolean fresh = last.flatMap(SignedNote::parse)
                .filter(note -> note.signedBy(key.get().verifier()))
                .flatMap(note -> Checkpoint.parse(note.text()))
                .filter(checkpoint -> checkpoint.size() == size)
                .isPresent();
        if (fresh) {
            return last.get();
        }
        String note = SignedNote.sign(new Checkpoint(origin, size, tree.root(size)).text(), key.get())
                .note();
        store.keep(note);
        return note;
    }

    /** How many of the events, from the first on, can be proved now; a ledger that is written signs all of them. */
    public long signedSize() {
        boolean signs = verifierKey().isPresent() && store.size() > 0;
        return (signs ? Optional.of(checkpoint()) : store.newestCheckpoint())
                .flatMap(Checkpoint::bodyOf)
                .map(Checkpoint::size)
                .orElse(0L);
    }

    /**
     * Proves an event against the newest checkpoint.
     *
     * @throws LedgerFailure if there is no such event, or none that was signed
     */
    public EventProof prove(long sequence) {
        String note = checkpoint();
        Checkpoint signed = Checkpoint.bodyOf(note)
                .orElseThrow(() -> new LedgerFailure("The newest checkpoint is damaged; run 'aviary ledger verify'"));
        if (sequence < 0 || sequence >= signed.size()) {
            throw new LedgerFailure("There is no signed event " + sequence + "; the newest is " + (signed.size() - 1));
        }
        StoredEvent stored = store.read(sequence, 1).get(0);
        return new EventProof(
                new String(stored.body(), StandardCharsets.UTF_8), tree.inclusion(sequence, signed.size()), note);
    }

    /** Proves that the ledger of the second size begins with the ledger of the first. */
    public ConsistencyProof consistency(long first, long second) {
        return tree.consistency(first, second);
    }

    /**
     * Changes the signing key: an event names the new one, signed by the old key and by the new one over what the ledger
     * is now, and from then on only the new one signs.
     */
    public synchronized Receipt rotateKey(SigningKey next, Actor actor) {
        SigningKey old = key.orElseThrow(() -> new LedgerFailure("The ledger was opened for reading"));
        Checkpoint now = Checkpoint.bodyOf(checkpoint())
                .orElseThrow(() -> new LedgerFailure("The newest checkpoint is damaged; run 'aviary ledger verify'"));
        ObjectNode payload = KeyRotation.payload(now, old, next);
        Receipt receipt = append(new LedgerEvent(KeyRotation.TYPE, 2, Instant.now(clock), actor, "", "", "", payload));
        key = Optional.of(next);
        checkpoint();
        return receipt;
    }

    /** Goes on with a key that another writer of the ledger has already handed over to; tells whether one has. */
    synchronized boolean follow(SigningKey next) {
        boolean handedOver = key.isPresent()
                && LastSigner.of(store).filter(last -> last.is(next.verifier())).isPresent();
        if (handedOver) {
            key = Optional.of(next);
        }
        return handedOver;
    }

    /** Writes all events, hashes, checkpoints and the verifier key into a folder, for {@link LedgerExport#open}. */
    public void export(Path folder) {
        if (initialKey.isPresent()) {
            checkpoint();
        }
        LedgerExport.write(store, initialKey.map(SigningKey::verifier), folder);
    }

    /** Verifies everything, trusting this ledger's own key. */
    public VerificationReport verify() {
        return Verification.of(store.evidence(), trusted());
    }

    /**
     * Verifies what came after a checkpoint that was found good before; everything if the ledger is no longer what it
     * was then.
     *
     * @param note the checkpoint, as a signed note
     */
    public VerificationReport verifySince(String note) {
        Optional<SignedNote> signed = SignedNote.parse(note);
        Optional<Checkpoint> known = signed.flatMap(parsed -> Checkpoint.parse(parsed.text()));
        boolean holds = known.isPresent()
                && trusted().stream().anyMatch(signed.get()::signedBy)
                && known.get().size() <= store.size()
                && tree.root(known.get().size()).equals(known.get().root());
        if (holds) {
            VerificationReport report = Verification.since(
                    store.evidence(),
                    trusted(),
                    MerkleFrontier.of(store, known.get().size()));
            if (report.intact()) {
                return report;
            }
        }
        return Verification.of(store.evidence(), trusted(), List.of(note));
    }

    /**
     * Signs a document with the ledger's key, which never leaves it.
     *
     * @param mediaType what it is
     */
    public synchronized Envelope sign(String mediaType, byte[] document) {
        return Envelope.sign(
                mediaType,
                document,
                key.orElseThrow(() -> new LedgerFailure("The ledger was opened for reading and cannot sign")));
    }

    /**
     * The key that signs now and those that signed before it, if the ledger is written. One that signed before is trusted
     * only if the key after it says that it followed it.
     */
    public List<VerifierKey> verifierKeys() {
        Set<VerifierKey> keys = new LinkedHashSet<>(trusted());
        for (Recorded rotation : query(EventQuery.ALL.ofType(KeyRotation.TYPE).page(Long.MAX_VALUE, 1000))
                .events()) {
            KeyRotation.of(rotation.event())
                    .filter(change -> keys.contains(change.to()) && change.leadsBack(rotation.sequence(), this::rootAt))
                    .ifPresent(change -> keys.add(change.from()));
        }
        return List.copyOf(keys);
    }

    private Optional<byte[]> rootAt(long size) {
        return size > store.size() ? Optional.empty() : Optional.of(InclusionProof.hash(tree.root(size)));
    }

    private List<VerifierKey> trusted() {
        return verifierKey().or(() -> initialKey.map(SigningKey::verifier)).stream()
                .toList();
    }

    /** What a verification reads. */
    public LedgerEvidence evidence() {
        return store.evidence();
    }

    /** The key that signs, if the ledger is written. */
    public synchronized Optional<VerifierKey> verifierKey() {
        return key.map(SigningKey::verifier);
    }

    /** Signs what came since the last checkpoint, and closes the store. */
    @Override
    public synchronized void close() {
        signer.close();
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (initialKey.isPresent() && store.size() > 0) {
                checkpoint();
            }
        } finally {
            store.close();
        }
    }
}
