package io.jenkins.plugins.aviary.release;

import io.jenkins.plugins.aviary.approval.FreezeCalendar;
import io.jenkins.plugins.aviary.approval.FreezeWindow;
import io.jenkins.plugins.aviary.approval.GatePolicy;
import io.jenkins.plugins.aviary.approval.GateReading;
import io.jenkins.plugins.aviary.approval.ReleaseEvidence;
import io.jenkins.plugins.aviary.approval.RequestComposer;
import io.jenkins.plugins.aviary.artifact.ArtifactStore;
import io.jenkins.plugins.aviary.artifact.ProvenanceCheck;
import io.jenkins.plugins.aviary.artifact.ProvenanceRefused;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.ledger.Deployment;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.Environment;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.model.ProvenanceDemand;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.NearestName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Holds a release against what an environment demands of it: where it must have run and for how long, the evidence it
 * must bring, who must have agreed. It looks at all of it and finds everything that is missing, not the first thing.
 */
public final class PromotionCheck {
    /** The kinds of evidence that a policy can demand. */
    public static final List<String> EVIDENCE = List.of("tests", "benchmark", "scan", "backup");

    /** A benchmark without anything to compare with is the first of its kind; what was accepted, somebody answers for. */
    private static final Set<String> GOOD = Set.of("passed", "first", "accepted");

    private final AviaryConfig config;
    private final ArtifactStore store;
    private final Path home;
    private final Ledger ledger;
    private final Instant now;

    /**
     * A check.
     *
     * @param config the configuration from the protected branch
     * @param store where releases are
     * @param home Aviary's folder, with the provenance of artifacts and the public keys
     * @param ledger what happened to them
     * @param now the present
     */
    public PromotionCheck(AviaryConfig config, ArtifactStore store, Path home, Ledger ledger, Instant now) {
        this.config = config;
        this.store = store;
        this.home = home;
        this.ledger = ledger;
        this.now = now;
    }

    /**
     * Everything that the environment demands, met or not.
     *
     * @throws InvalidParameter if the policy cannot be read
     */
    public List<Requirement> requirements(String environment, Digest release) {
        EnvironmentPolicy policy = config.environment(environment).policy();
        ReleaseEvidence evidence = ReleaseEvidence.of(ledger, release);
        List<Requirement> all = new ArrayList<>();
        provenance(environment, policy.provenance(), release).ifPresent(all::add);
        policy.after().forEach(earlier -> all.add(ranIn(earlier, release, policy.soak())));
        for (String kind : policy.evidence()) {
            all.add(evidence(environment, kind, policy, evidence));
        }
        if (!policy.backupWithin().isZero() && !policy.evidence().contains("backup")) {
            all.add(backup(environment, policy.backupWithin()));
        }
        Optional<GivenApproval> approval = policy.approval()
                .map(demand -> new GivenApproval(
                        GateReading.about(ledger, environment, release),
                        new RequestComposer(config, store, ledger).subject(environment, release),
                        GatePolicy.of(environment, demand),
                        now));
        approval.map(GivenApproval::requirement).ifPresent(all::add);
        freeze(GatePolicy.freezes(environment, policy.freezes()), approval).ifPresent(all::add);
        return List.copyOf(all);
    }

    /** A provenance that is there must hold, also where none is demanded. */
    private Optional<Requirement> provenance(String environment, ProvenanceDemand demand, Digest release) {
        try {
            return ProvenanceCheck.inHome(home, environment, demand)
                    .against(ledger)
                    .verify(release)
                    .map(found ->
                            new Requirement("provenance", true, "built by " + found.builder() + " in " + found.run()));
        } catch (ProvenanceRefused e) {
            return Optional.of(new Requirement("provenance", false, e.getMessage()));
        }
    }

    /** A freeze that is open lets nothing through but what somebody opened in an emergency while it was. */
    private Optional<Requirement> freeze(FreezeCalendar freezes, Optional<GivenApproval> approval) {
        List<FreezeWindow.Interval> open = freezes.openAt(now);
        return open.stream()
                .map(FreezeWindow.Interval::start)
                .max(Instant::compareTo)
                .map(begun -> approval.flatMap(given -> given.brokenGlassSince(begun))
                        .map(glass -> new Requirement("no freeze", true, glass))
                        .orElseGet(() -> new Requirement(
                                "no freeze",
                                false,
                                "'" + open.get(0).name() + "' lasts "
                                        + freezes.free(now)
                                                .map(end -> "until " + end)
                                                .orElse("without an end in sight")
                                        + "; deliver after that, or wait in approvalGate")));
    }

    /** In every world of an earlier environment: there now or before, never found bad there, for long enough. */
    private Requirement ranIn(String earlier, Digest release, Duration soak) {
        Environment environment = config.environment(earlier);
        List<Deployment> own = ledger.history().all().stream()
                .filter(one -> one.environment().equals(earlier))
                .filter(one -> one.release().equals(release.hex()))
                .toList();
        String name = soak.isZero() ? "ran in " + earlier : "ran in " + earlier + " for " + Durations.text(soak);
        if (own.isEmpty()) {
            return new Requirement(name, false, "it was never delivered to " + earlier + "; deliver it there first");
        }
        Optional<Deployment> bad =
                own.stream().filter(one -> one.rolledBack().isPresent()).reduce((first, second) -> second);
        if (bad.isPresent()) {
            return new Requirement(
                    name,
                    false,
                    "it was rolled back in " + earlier + "/" + bad.get().world() + " at "
                            + bad.get().rolledBack().orElseThrow() + " ("
                            + bad.get().reason()
                            + "); mend it and deliver the new release to " + earlier);
        }
        List<String> lacking = new ArrayList<>();
        for (World world : environment.worlds()) {
            Duration ran = SoakTime.of(ledger, earlier, world.name(), release, now);
            if (ran.isZero() || ran.compareTo(soak) < 0) {
                lacking.add(world.name() + " " + Durations.text(ran.truncatedTo(ChronoUnit.SECONDS)));
            }
        }
        return lacking.isEmpty()
                ? new Requirement(name, true, "in every world of " + earlier)
                : new Requirement(
                        name, false, "so far only: " + String.join(", ", lacking) + "; wait, or deliver there");
    }

    private Requirement evidence(String environment, String kind, EnvironmentPolicy policy, ReleaseEvidence evidence) {
        return switch (kind) {
            case "tests" -> tests(evidence);
            case "benchmark" ->
                passed(kind, "benchmarkGate", evidence.newest(kind, of -> of.isEmpty() || of.equals(environment)));
            case "scan" -> {
                // Where the policy lays down what a scan must find, only one that was held against it counts.
                boolean laidDown = policy.scan().isPresent();
                yield passed(
                        kind,
                        "securityScan" + (laidDown ? " with environment: '" + environment + "'" : ""),
                        evidence.newest(kind, of -> of.isEmpty() && !laidDown || of.equals(environment)));
            }
            case "backup" ->
                backup(environment, policy.backupWithin().isZero() ? Duration.ofDays(1) : policy.backupWithin());
            default ->
                throw new InvalidParameter("environments." + environment + ".policy.evidence: '" + kind
                        + "' is no kind of evidence" + NearestName.suggestion(kind, EVIDENCE) + ".");
        };
    }

    private static Requirement tests(ReleaseEvidence evidence) {
        Optional<LedgerEvent> build = evidence.tested();
        int passed =
                build.map(event -> event.payload().path("testsPassed").asInt()).orElse(0);
        int failed =
                build.map(event -> event.payload().path("testsFailed").asInt()).orElse(0);
        boolean met = passed > 0 && failed == 0;
        return new Requirement(
                "tests",
                met,
                build.isEmpty()
                        ? "no build of it is known; build it with canaryBuild"
                        : passed + " passed, " + failed + " failed" + (met ? "" : "; build it with its tests"));
    }

    /** The newest result of each must be good: a suite that passed does not make up for one that did not. */
    private static Requirement passed(String kind, String step, Map<String, LedgerEvent> newest) {
        List<String> results = newest.entrySet().stream()
                .map(one -> (one.getKey().isEmpty() ? "" : one.getKey() + " ") + ReleaseEvidence.result(one.getValue()))
                .toList();
        boolean met = !newest.isEmpty()
                && newest.values().stream().map(ReleaseEvidence::result).allMatch(GOOD::contains);
        return new Requirement(
                kind,
                met,
                (results.isEmpty() ? "none is known" : String.join(", ", results))
                        + (met ? "" : "; run " + step + " on it"));
    }

    private Requirement backup(String environment, Duration within) {
        List<String> lacking = config.environment(environment).worlds().stream()
                .filter(world -> world.database().isPresent())
                .map(World::name)
                .filter(world -> newestValidBackup(environment, world)
                        .filter(time -> Duration.between(time, now).compareTo(within) <= 0)
                        .isEmpty())
                .toList();
        String name = "backup within " + Durations.text(within);
        return lacking.isEmpty()
                ? new Requirement(name, true, "restored and found good, for every world")
                : new Requirement(
                        name,
                        false,
                        "none that was restored and found good of " + String.join(", ", lacking)
                                + "; run backupDatabase");
    }

    private Optional<Instant> newestValidBackup(String environment, String world) {
        return ledger
                .query(EventQuery.ALL
                        .ofType("backup.finished")
                        .in(environment)
                        .at(world)
                        .page(Long.MAX_VALUE, 1000))
                .events()
                .stream()
                .map(io.jenkins.plugins.aviary.ledger.Recorded::event)
                .filter(event -> event.payload().path("valid").asBoolean(false))
                .map(LedgerEvent::time)
                .findFirst();
    }
}
