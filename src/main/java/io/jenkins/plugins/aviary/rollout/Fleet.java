package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.host.FolderState;
import io.jenkins.plugins.aviary.host.FolderTaken;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The worlds of one rollout. Every one of them is reached, locked and looked at before the first is touched, so that a
 * dead host, a full disk or a foreign lock strands nobody half-way. The locks are held until this is closed.
 */
final class Fleet implements AutoCloseable {
    private static final long MARGIN_BYTES = 64L << 20;
    private static final int AT_ONCE = 8;
    private static final int MOST_AT_ONCE = 32;

    private final List<WorldSite> sites;
    private final KnownReleases known;
    private final Duration readyWithin;
    private final RunContext context;
    private final Trust trust;
    /** The worlds that nobody could reach when they were claimed, and why. */
    private final Map<WorldSite, String> away = new HashMap<>();

    Fleet(List<WorldSite> sites, KnownReleases known, Duration readyWithin, RunContext context) {
        this(sites, known, readyWithin, context, artifact -> {});
    }

    Fleet(List<WorldSite> sites, KnownReleases known, Duration readyWithin, RunContext context, Trust trust) {
        this.sites = List.copyOf(sites);
        this.known = known;
        this.readyWithin = readyWithin;
        this.context = context;
        this.trust = trust;
    }

    /** Says whether it is known where an artifact comes from. */
    interface Trust {
        /** Fails if it is not. */
        void verify(Digest artifact);
    }

    /** A look at a world: what is there, or why nobody can tell. */
    private record Look(WorldSite site, Optional<FolderState> state, String problem, boolean taken) {
        boolean isGood() {
            return problem.isEmpty();
        }
    }

    List<WorldSite> sites() {
        return sites;
    }

    /**
     * Locks all worlds and looks at them.
     *
     * @throws DeliveryRefused if that is not possible everywhere; no world was touched then
     */
    Map<WorldSite, FolderState> claim(String what, String holder) throws InterruptedException {
        List<Look> looks = looks(holder);
        Map<WorldSite, FolderState> states = states(looks);
        refuseIf(what, problems(looks.stream()), states);
        return states;
    }

    /**
     * Locks the worlds that can be reached and looks at them: what goes back does so where it can, whatever the host of
     * another world does. The others are {@link #away} from then on.
     *
     * @throws DeliveryRefused if none can be reached, or somebody else works on one
     */
    Map<WorldSite, FolderState> claimReachable(String what, String holder) throws InterruptedException {
        List<Look> looks = looks(holder);
        boolean none = !looks.isEmpty() && looks.stream().noneMatch(Look::isGood);
        Map<WorldSite, FolderState> states = states(looks);
        refuseIf(what, problems(looks.stream().filter(look -> none || look.taken())), states);
        looks.stream().filter(look -> !look.isGood()).forEach(look -> {
            away.put(look.site(), look.problem());
            states.remove(look.site());
        });
        return states;
    }

    /** Why nobody could reach a world when it was claimed, or nothing if it was. */
    Optional<String> away(WorldSite site) {
        return Optional.ofNullable(away.get(site));
    }

    /** The worlds that could be claimed. */
    List<WorldSite> reachable() {
        return sites.stream().filter(site -> away(site).isEmpty()).toList();
    }

    private List<Look> looks(String holder) throws InterruptedException {
        return new Workers<Look>(AT_ONCE, "aviary-claim")
                .all(sites.stream()
                        .map(site -> (Workers.Work<Look>) () -> look(site, holder))
                        .toList());
    }

    private static Map<WorldSite, FolderState> states(List<Look> looks) {
        Map<WorldSite, FolderState> states = new HashMap<>();
        looks.forEach(look -> look.state().ifPresent(state -> states.put(look.site(), state)));
        return states;
    }

    private static List<String> problems(Stream<Look> looks) {
        return looks.map(Look::problem).filter(text -> !text.isEmpty()).toList();
    }

    private static Look look(WorldSite site, String holder) throws InterruptedException {
        try {
            site.lock(holder);
            FolderState state = site.inspect();
            return new Look(site, Optional.of(state), sentence(state.obstacle()), false);
        } catch (OperationFailure e) {
            return new Look(site, Optional.empty(), sentence(e.getMessage()), e instanceof FolderTaken);
        }
    }

    private static String sentence(String text) {
        return text.isEmpty() || text.endsWith(".") ? text : text + ".";
    }

    /**
     * Makes sure that it is known where the release comes from, and that it fits everywhere: onto the disks and to the
     * databases.
     *
     * @throws DeliveryRefused if it does not; no world was touched then
     */
    void requireFit(String what, Map<WorldSite, FolderState> states, Map<WorldSite, DeliveryTarget> targets)
            throws InterruptedException {
        List<String> problems = new ArrayList<>();
        for (Digest artifact : targets.values().stream()
                .map(target -> target.release().digest())
                .collect(Collectors.toCollection(TreeSet::new))) {
            try {
                trust.verify(artifact);
            } catch (OperationFailure e) {
                problems.add(sentence(e.getMessage()));
            }
        }
        Map<String, Long> needed = new HashMap<>();
        for (WorldSite site : reachable()) {
            DeliveryTarget target = targets.get(site);
            FolderState state = states.get(site);
            try {
                DatabaseFit fit = known.fit(site, target);
                fit.objection().ifPresent(problems::add);
                fit.note().ifPresent(context.log()::info);
            } catch (OperationFailure e) {
                problems.add(sentence(e.getMessage()));
            }
            // Worlds of one host whose disks have the same room to the byte are on one disk.
            String disk = site.world().host().name() + " " + state.freeBytes();
            long sum = needed.merge(disk, room(state, target), Long::sum);
            if (sum > 0 && sum + MARGIN_BYTES > state.freeBytes()) {
                problems.add("The disk of " + site.world().qualifiedName() + " on "
                        + site.world().host().name() + " has " + (state.freeBytes() >> 20) + " MiB left, and "
                        + ((sum + MARGIN_BYTES) >> 20) + " MiB are needed; make room there.");
            }
        }
        refuseIf(what, problems, states);
    }

    private static long room(FolderState state, DeliveryTarget target) {
        boolean there = state.release(target.name()).isPresent();
        return there || target.content().isEmpty()
                ? 0
                : target.content().get().files().stream()
                        .mapToLong(ArtifactFile::size)
                        .sum();
    }

    /** Nobody will deliver now, so what a killed run left undone is ended here. */
    void refuseIf(String what, List<String> problems, Map<WorldSite, FolderState> states) throws InterruptedException {
        if (problems.isEmpty()) {
            return;
        }
        List<String> all = new ArrayList<>(problems);
        for (WorldSite site : sites) {
            FolderState state = states.get(site);
            if (state != null && state.obstacle().isEmpty()) {
                try {
                    new Recovery(site, known, readyWithin, context.log())
                            .settle()
                            .ifPresent(done -> all.add("In " + site.world().qualifiedName()
                                    + " a delivery that was broken off was ended: " + done));
                } catch (OperationFailure e) {
                    all.add(sentence(e.getMessage()));
                }
            }
        }
        throw new DeliveryRefused(what, all);
    }

    /** Brings the release to every host, before the first server is stopped. */
    void bring(List<WorldDelivery> deliveries) throws InterruptedException {
        new Workers<Boolean>(AT_ONCE, "aviary-bring")
                .all(deliveries.stream()
                        .map(delivery -> (Workers.Work<Boolean>) () -> {
                            delivery.bring();
                            return true;
                        })
                        .toList());
    }

    /**
     * Delivers to the worlds in their order, so many at once, and begins no more once one went wrong.
     *
     * @return what became of each, in the same order
     */
    List<WorldOutcome> deliver(List<WorldDelivery> deliveries, int atOnce) throws InterruptedException {
        return deliver(deliveries, atOnce, false);
    }

    /**
     * The same; each world is looked at once more before a later one gets the release, and all of them at the end: one
     * where it has died since went wrong too.
     */
    List<WorldOutcome> deliverAndLookAgain(List<WorldDelivery> deliveries, int atOnce) throws InterruptedException {
        return deliver(deliveries, atOnce, true);
    }

    private List<WorldOutcome> deliver(List<WorldDelivery> deliveries, int atOnce, boolean again)
            throws InterruptedException {
        AtomicBoolean wrong = new AtomicBoolean();
        AtomicLong done = new AtomicLong();
        Map<WorldDelivery, WorldOutcome> outcomes = new ConcurrentHashMap<>();
        Queue<WorldDelivery> earlier = new ConcurrentLinkedQueue<>();
        try (Progress.Task task = context.progress().begin("Delivering", deliveries.size(), "worlds")) {
            new Workers<Boolean>(atOnce, "aviary-deliver")
                    .all(deliveries.stream()
                            .map(delivery -> (Workers.Work<Boolean>) () -> {
                                WorldDelivery before = again ? earlier.poll() : null;
                                if (before != null) {
                                    wrong.compareAndSet(false, !lookAgain(before, outcomes));
                                    earlier.add(before);
                                }
                                if (wrong.get()) {
                                    outcomes.put(
                                            delivery, untouched(delivery.site(), "another world went wrong before"));
                                    return false;
                                }
                                WorldOutcome outcome = delivered(delivery);
                                outcomes.put(delivery, outcome);
                                if (!outcome.state().isGood()) {
                                    wrong.set(true);
                                }
                                earlier.add(delivery);
                                task.at(done.incrementAndGet());
                                return true;
                            })
                            .toList());
        }
        if (again) {
            new Workers<Boolean>(MOST_AT_ONCE, "aviary-look")
                    .all(deliveries.stream()
                            .map(delivery -> (Workers.Work<Boolean>) () -> lookAgain(delivery, outcomes))
                            .toList());
        }
        return deliveries.stream().map(outcomes::get).toList();
    }

    private static boolean lookAgain(WorldDelivery delivery, Map<WorldDelivery, WorldOutcome> outcomes)
            throws InterruptedException {
        WorldOutcome now = delivery.lookedAgain(outcomes.get(delivery));
        outcomes.put(delivery, now);
        return now.state().isGood();
    }

    /** What is done with one world. */
    interface Each {
        WorldOutcome of(WorldSite site) throws InterruptedException;
    }

    /**
     * Does something with all worlds at once, with each whatever becomes of the others.
     *
     * @param what what is done, for people
     * @param otherwise what comes of a world that cannot be reached, given why
     * @return what became of each, in the same order
     */
    List<WorldOutcome> each(
            String what, List<WorldSite> some, Each each, BiFunction<WorldSite, String, WorldOutcome> otherwise)
            throws InterruptedException {
        AtomicLong done = new AtomicLong();
        try (Progress.Task task = context.progress().begin(what, some.size(), "worlds")) {
            return new Workers<WorldOutcome>(MOST_AT_ONCE, "aviary-each")
                    .all(some.stream()
                            .map(site -> (Workers.Work<WorldOutcome>) () -> {
                                WorldOutcome outcome = reached(site, each, otherwise);
                                task.at(done.incrementAndGet());
                                return outcome;
                            })
                            .toList());
        }
    }

    private WorldOutcome reached(WorldSite site, Each each, BiFunction<WorldSite, String, WorldOutcome> otherwise)
            throws InterruptedException {
        if (away(site).isPresent()) {
            return otherwise.apply(site, away(site).get());
        }
        try {
            return each.of(site);
        } catch (OperationFailure e) {
            return otherwise.apply(site, e.getMessage());
        }
    }

    /** A world that nobody can tell anything of, and what it ran when somebody last could. */
    static WorldOutcome lost(WorldSite site, String runs, String previous, String problem) {
        return WorldOutcome.of(
                site.world(),
                WorldState.FAILED,
                runs,
                previous,
                unreached(problem) + (runs.isEmpty() ? "" : "; it runs " + runs + " as far as anybody knows"));
    }

    /** Why a world was not reached, for people. */
    static String unreached(String problem) {
        String plain = problem.endsWith(".") ? problem.substring(0, problem.length() - 1) : problem;
        return plain.contains("cannot be reached") ? plain : "it cannot be reached: " + plain;
    }

    private WorldOutcome delivered(WorldDelivery delivery) throws InterruptedException {
        try {
            return delivery.deliver();
        } catch (OperationFailure e) {
            WorldSite site = delivery.site();
            return WorldOutcome.of(site.world(), WorldState.FAILED, "", "", e.getMessage());
        }
    }

    /** A world that nothing was done to. */
    static WorldOutcome untouched(WorldSite site, String reason) throws InterruptedException {
        String runs;
        try {
            runs = site.inspect().current().map(InstalledRelease::name).orElse("");
        } catch (OperationFailure e) {
            runs = "";
        }
        return WorldOutcome.of(site.world(), WorldState.UNTOUCHED, runs, "", reason);
    }

    @Override
    public void close() {
        sites.forEach(WorldSite::close);
    }
}
