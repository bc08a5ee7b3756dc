package io.jenkins.plugins.aviary.jenkins.page;

import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.ApprovalPolicy;
import io.jenkins.plugins.aviary.approval.ApprovalRequest;
import io.jenkins.plugins.aviary.approval.ApprovalRule;
import io.jenkins.plugins.aviary.approval.ApprovalSubject;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.approval.Principal;
import io.jenkins.plugins.aviary.approval.VoteLinks;
import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.dashboard.DashboardApi;
import io.jenkins.plugins.aviary.dashboard.Installation;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import io.jenkins.plugins.aviary.testing.MovableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A Jenkins with a real ledger, in which the visitor and their rights are set. */
final class SampleSite implements Site, AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    /** What Jenkins throws at whoever lacks a right. */
    static final class Denied extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Denied(Right right) {
            super(right.name());
        }
    }

    /** A place whose rights the test sets. */
    final class SamplePlace implements Place {
        final Set<Right> rights = EnumSet.noneOf(Right.class);
        private final String url;

        SamplePlace(String url) {
            this.url = url;
        }

        @Override
        public boolean may(Right right) {
            asked.incrementAndGet();
            return rights.contains(right);
        }

        @Override
        public void require(Right right) {
            if (!may(right)) {
                throw new Denied(right);
            }
        }

        @Override
        public Person visitor() {
            asked.incrementAndGet();
            return people.get(visitor);
        }

        @Override
        public boolean isVisitor(String id) {
            return visitor.equals(id);
        }

        @Override
        public Optional<Person> known(String id) {
            asked.incrementAndGet();
            return Optional.ofNullable(people.get(id));
        }

        @Override
        public String url() {
            return url;
        }
    }

    final MovableClock clock = new MovableClock(START);
    final SamplePlace all = new SamplePlace("");
    final Map<String, SamplePlace> jobs = new HashMap<>();
    final Set<String> building = new HashSet<>();
    final Map<String, Person> people = new HashMap<>(Map.of("anna", person("anna"), "ben", person("ben")));
    final Ledger ledger;
    final ApprovalGates gates;
    final EnvironmentTurns turns;
    /** How often it was asked who somebody is, what they may do and where. */
    final AtomicInteger asked = new AtomicInteger();

    private final Path home;
    String visitor = "anna";
    String trouble = "";
    String config = "config";
    Optional<AviaryConfig> shared = Optional.empty();

    SampleSite(Path home) {
        this.home = home;
        this.ledger = Ledger.inHome(home, "test", clock, Duration.ZERO);
        this.gates = new ApprovalGates(ledger, clock);
        this.turns = new EnvironmentTurns(ledger, clock);
    }

    SamplePlace addJob(String name) {
        SamplePlace place = new SamplePlace("job/" + name + "/");
        jobs.put(name, place);
        return place;
    }

    static Person person(String name) {
        return new Person(name, "jenkins", Set.of(), Set.of("ops"), Set.of());
    }

    /** Opens a gate in a run, at which anybody of ops can agree; gives what is voted on. */
    GateState open(String gate, String run) {
        return open(
                gate,
                run,
                new ApprovalPolicy(
                        ApprovalRule.parse("1 of group:ops"),
                        true,
                        true,
                        false,
                        Duration.ofHours(10),
                        Duration.ofHours(2),
                        Optional.empty(),
                        List.of(Principal.parse("user:anna"))));
    }

    GateState open(String gate, String run, ApprovalPolicy policy) {
        ApprovalSubject subject =
                new ApprovalSubject("production", Digest.of("canary"), Digest.of(config), Digest.of("none"));
        return gates.open(
                new ApprovalRequest(
                        gate,
                        run,
                        subject,
                        "2.0",
                        "1.9",
                        "<b>the weekly release</b>",
                        "dora",
                        List.of(),
                        List.of(new ApprovalRequest.Migration("59.lua", "low")),
                        List.of(new ApprovalRequest.Evidence("tests", "1200 passed", "")),
                        policy,
                        List.of()),
                person("dora"));
    }

    @Override
    public Place jenkins() {
        return all;
    }

    @Override
    public Place place(ApprovalRequest request) {
        asked.incrementAndGet();
        return jobs.getOrDefault(request.run().replaceFirst("#.*", ""), all);
    }

    @Override
    public String visitorName() {
        return visitor;
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public String hiddenTrouble() {
        return "administrators see why";
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Override
    public ApprovalGates gates() {
        return gates;
    }

    @Override
    public EnvironmentTurns turns() {
        return turns;
    }

    @Override
    public VoteLinks links() {
        return VoteLinks.inHome(home, clock);
    }

    @Override
    public DashboardApi dashboard() {
        return new DashboardApi(new Installation(ledger, List::of, FolderArtifactStore.inHome(home), List::of, clock));
    }

    @Override
    public Optional<AviaryConfig> shared() {
        return shared;
    }

    @Override
    public String origin() {
        return "test";
    }

    @Override
    public boolean builds(String run) {
        return building.contains(run);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
