package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.host.FolderState;
import io.jenkins.plugins.aviary.host.HostConnections;
import io.jenkins.plugins.aviary.host.InstalledRelease;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import io.jenkins.plugins.aviary.rollout.stage.RolloutInput;
import io.jenkins.plugins.aviary.rollout.stage.RolloutState;
import io.jenkins.plugins.aviary.server.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Delivers a release in stages, watches it in each, and takes it back by itself when it is worse than the old one. */
@Step(
        name = "canaryRelease",
        summary =
                "Delivers a release in stages, watches it in each, and takes it back by itself when it is worse than the old one.")
public record CanaryRelease(
        @Parameter(value = "The environment of aviary.yml to deliver to", required = true)
        String environment,

        @Parameter(value = "The digest of the artifact to deliver, 64 hexadecimal digits", required = true)
        String release,

        @Parameter("The worlds, the one that gets the release first in front; all of the environment if none is given")
        List<String> worlds,

        @Parameter(
                "The stages, in order; if none are given: staff, 10 and 100 players, one world, then 25, 50 and 100 percent of the worlds")
        List<StageSpec> stages,

        @Parameter("Worlds that keep the old release to be compared with; they are started anew with the others")
        List<String> baseline,

        @Parameter(
                "How long the worlds are measured before the first gets the release; if not given, and no baseline is, as long as the first stage that is watched, 30 minutes at most")
        Duration before,

        @Parameter(
                value = "How long servers that were started are left to themselves before they are measured",
                defaultsTo = "0s")
        Duration settle,

        @Parameter("How far apart the looks are; if not given, a twentieth of a stage's pause, from 1 to 30 seconds")
        Duration every,

        @Parameter("The id of a rollout to go on with, as an inconclusive or killed one named it")
        String resume,

        @Parameter(
                "With resume, what a person decided: CONTINUE with the next stage, ROLLBACK, or ABORT and leave all as it is")
        Decision decision,

        @Parameter(
                "Whether a server that does not save or stop is ended all the same: what its players did since its last save is lost")
        boolean evenUnsaved,

        @Parameter(value = "How long a save of the players may take", defaultsTo = "2m")
        Duration saveWithin,

        @Parameter("Why it is delivered, for the history") String reason)
        implements Operation<CanaryRelease.Result> {
    private static final Duration LEAST_APART = Duration.ofMillis(200);
    private static final Duration MOST_BEFORE = Duration.ofMinutes(30);

    /** What a person can decide of a rollout that asks. */
    public enum Decision {
        /** The release is good enough for the next stage. */
        CONTINUE,
        /** What ran before is brought back. */
        ROLLBACK,
        /** It ends, and everything is left as it is. */
        ABORT
    }

    /**
     * How a rollout stands.
     *
     * @param rollout its id
     * @param environment the environment
     * @param release the digest of the release
     * @param phase how it ended: {@code SUCCEEDED}, {@code ROLLED_BACK}, {@code ABORTED}, {@code FAILED} or {@code ASKING}
     * @param stage how many stages passed
     * @param stages how many stages there are
     * @param reason why
     * @param worlds what each world runs now
     * @param takenBack what became of each world when the release was taken back; empty if it was not
     * @param durationMillis how long this run took, in milliseconds
     */
    public record Result(
            String rollout,
            String environment,
            String release,
            String phase,
            int stage,
            int stages,
            String reason,
            Map<String, String> worlds,
            List<WorldOutcome> takenBack,
            long durationMillis) {}

    /** Takes absent texts as empty and refuses what is no digest. */
    public CanaryRelease {
        worlds = worlds == null ? List.of() : List.copyOf(worlds);
        stages = stages == null || stages.isEmpty() ? StageSpec.usual() : List.copyOf(stages);
        baseline = baseline == null ? List.of() : List.copyOf(baseline);
        resume = resume == null ? "" : resume.strip();
        reason = reason == null ? "" : reason.strip();
        if (release != null && !release.matches("[0-9a-f]{64}")) {
            throw new InvalidParameter("release is the digest of an artifact, as canaryBuild returns it: 64 hexadecimal"
                    + " digits, not '" + release + "'");
        }
        refuseNegative("before", before);
        refuseNegative("settle", settle);
        if (every != null && every.compareTo(LEAST_APART) < 0) {
            throw new InvalidParameter("every is 200ms or longer, not " + every);
        }
        if (decision != null && resume.isEmpty()) {
            throw new InvalidParameter("decision " + decision + " is about a rollout that asks; give its id as resume");
        }
    }

    private static void refuseNegative(String name, Duration time) {
        if (time != null && time.isNegative()) {
            throw new InvalidParameter(name + " is no less than no time, not " + time);
        }
    }

    @Override
    public Outcome<Result> run(RunContext context) throws InterruptedException {
        AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
        EnvironmentPolicy policy = config.environment(environment).policy();
        FolderArtifactStore store = FolderArtifactStore.inHome(context.home());
        StoredRelease stored = StoredRelease.of(new Digest(release), store);
        KnownReleases known = new KnownReleases(store, Optional.of(config.server()));
        Optional<RolloutFile.Plan> begun = resume.isEmpty()
                ? Optional.empty()
                : Optional.of(resumed(context).plan());
        List<World> compared = comparedWorlds(
                config, begun.map(plan -> plan.watching().baseline()).orElse(baseline));
        List<World> chosen = chosen(config, begun.map(RolloutFile.Plan::worlds).orElse(worlds), compared);
        try (HostConnections hosts = new HostConnections(context.secrets(), context.events(), context.log());
                Fleet fleet = HostedSite.fleet(config, chosen, hosts, known, policy, context);
                Fleet others = HostedSite.fleet(config, compared, hosts, known, policy, context)) {
            return run(fleet, others, DeliveryTarget.of(stored), policy, known, context, Pause.SLEEP);
        }
    }

    private List<World> comparedWorlds(AviaryConfig config, List<String> names) {
        return names.isEmpty() ? List.of() : config.worlds(environment, names);
    }

    private List<World> chosen(AviaryConfig config, List<String> names, List<World> compared) {
        List<World> chosen = config.worlds(environment, names).stream()
                .filter(world -> !names.isEmpty() || !compared.contains(world))
                .toList();
        if (chosen.isEmpty() || chosen.stream().anyMatch(compared::contains)) {
            throw new InvalidParameter("A world gets the release or keeps the old one to be compared with; name each in"
                    + " 'worlds' or in 'baseline'.");
        }
        return chosen;
    }

    private RolloutFile resumed(RunContext context) {
        RolloutFile file = RolloutFile.open(context.home(), resume);
        if (!file.plan().release().equals(release) || !file.plan().environment().equals(environment)) {
            throw new InvalidParameter(
                    "The rollout " + resume + " delivers " + file.plan().release() + " to "
                            + file.plan().environment() + "; give the same release and environment to go on with it.");
        }
        return file;
    }

    /** The same on given worlds. */
    Outcome<Result> run(
            Fleet fleet,
            Fleet compared,
            DeliveryTarget target,
            EnvironmentPolicy policy,
            KnownReleases known,
            RunContext context,
            Pause pause)
            throws InterruptedException {
        Instant begun = context.clock().instant();
        String what = "The rollout of " + target.name() + " to " + environment;
        RolloutFile file = resume.isEmpty()
                ? begun(what, fleet, compared, target, context)
                : goneOnWith(what, fleet, compared, context);
        DeliveryPlan plan = new DeliveryPlan(
                file.plan().id(), "canary", reason, false, false, evenUnsaved, saveWithin, policy, Map.of());
        CanaryStages work =
                new CanaryStages(fleet, compared, file.plan(), target, plan, known, context, file.touched());
        decide(file, context);
        CanaryRun run = new CanaryRun(file, work, context, pause);
        RolloutState state = run.run();
        return outcome(
                what,
                file,
                state,
                run,
                fleet,
                work,
                Duration.between(begun, context.clock().instant()));
    }

    private RolloutFile begun(String what, Fleet fleet, Fleet compared, DeliveryTarget target, RunContext context)
            throws InterruptedException {
        Instant begun = context.clock().instant();
        Map<WorldSite, FolderState> states = fleet.claim(what, Holder.of(context, "canaryRelease"));
        compared.claim(what, Holder.of(context, "canaryRelease, to be compared with"));
        Map<WorldSite, DeliveryTarget> targets = new HashMap<>();
        fleet.sites().forEach(site -> targets.put(site, target));
        fleet.requireFit(what, states, targets);
        RolloutFile file = RolloutFile.create(context.home(), plan(target, fleet, states, begun));
        new CanaryEvents(context.events(), file.plan()).started();
        return file;
    }

    /** Hosts that are dead by now must not keep the worlds on the others from going on or back. */
    private RolloutFile goneOnWith(String what, Fleet fleet, Fleet compared, RunContext context)
            throws InterruptedException {
        fleet.claimReachable(what, Holder.of(context, "canaryRelease"));
        compared.claimReachable(what, Holder.of(context, "canaryRelease, to be compared with"));
        return resumed(context);
    }

    private RolloutFile.Plan plan(
            DeliveryTarget target, Fleet fleet, Map<WorldSite, FolderState> states, Instant begun) {
        Map<String, String> runs = new TreeMap<>();
        for (WorldSite site : fleet.sites()) {
            FolderState state = states.get(site);
            String ran = state.current()
                    .filter(release -> state.journal().isConfirmed(release.name()))
                    .filter(release -> !release.equals(target.release()))
                    .map(InstalledRelease::name)
                    .orElse("");
            runs.put(site.world().name(), ran);
        }
        String id = target.name() + "." + begun.toEpochMilli();
        List<String> names =
                fleet.sites().stream().map(site -> site.world().name()).toList();
        Watching watching = new Watching(every, measuredBefore(), settle, baseline);
        return new RolloutFile.Plan(
                id, environment, target.release().digest().hex(), names, stages, runs, begun, watching);
    }

    /** Worlds differ, so without a fresh baseline each is compared with its own past, which must be known. */
    private Duration measuredBefore() {
        if (before != null || !baseline.isEmpty()) {
            return before;
        }
        return stages.stream()
                .map(StageSpec::watched)
                .filter(watched -> !watched.isZero())
                .findFirst()
                .map(watched -> watched.compareTo(MOST_BEFORE) < 0 ? watched : MOST_BEFORE)
                .orElse(Duration.ZERO);
    }

    /** What a person decided is a fact like any other: it is taken once. */
    private void decide(RolloutFile file, RunContext context) {
        // One that could not be taken back as a whole goes on with that.
        boolean again = file.state().phase() == RolloutState.Phase.FAILED;
        if (decision == null && !again) {
            return;
        }
        RolloutInput.Wish.Kind kind = switch (decision == null ? Decision.ROLLBACK : decision) {
            case CONTINUE -> RolloutInput.Wish.Kind.RESUME;
            case ROLLBACK -> RolloutInput.Wish.Kind.ROLLBACK;
            case ABORT -> RolloutInput.Wish.Kind.ABORT;
        };
        file.take(new RolloutInput.Wish(context.clock().instant(), kind, "whoever resumed it", reason));
    }

    private static Outcome<Result> outcome(
            String what,
            RolloutFile file,
            RolloutState state,
            CanaryRun run,
            Fleet fleet,
            CanaryStages work,
            Duration took)
            throws InterruptedException {
        Map<String, String> runs = new TreeMap<>();
        for (WorldSite site : fleet.sites()) {
            runs.put(site.world().name(), fleet.away(site).isPresent() ? "" : running(site));
        }
        String leftOut = work.leftOut().stream()
                .map(site -> site.world().name())
                .sorted()
                .collect(Collectors.joining(", "));
        String limited = run.limited().isEmpty() ? "" : "; " + String.join("; ", run.limited());
        RolloutFile.Plan plan = file.plan();
        Result result = new Result(
                plan.id(),
                plan.environment(),
                plan.release(),
                state.phase().name(),
                state.stage(),
                state.stages(),
                state.reason() + limited,
                runs,
                run.takenBack(),
                took.toMillis());
        return switch (state.phase()) {
            case SUCCEEDED ->
                leftOut.isEmpty()
                        ? Outcome.done(what + " passed all " + state.stages() + " stages", result)
                        : Outcome.failed(
                                what + " passed all " + state.stages()
                                        + " stages, but left out what could not be reached: " + leftOut
                                        + "; deliver there with deployRelease once it can",
                                result);
            case ROLLED_BACK -> Outcome.rolledBack(what + " was taken back: " + state.reason(), result);
            case ASKING ->
                Outcome.inconclusive(
                        what + " cannot tell in stage " + (state.stage() + 1) + " of " + state.stages()
                                + " whether the release is good: " + state.reason()
                                + " Go on with the next stage?",
                        result,
                        Map.of("resume", plan.id(), "decision", Decision.CONTINUE.name()));
            case FAILED ->
                Outcome.failed(
                        what + " was not taken back everywhere: " + state.reason() + "; go on with resume '" + plan.id()
                                + "' when what is in the way is gone" + limited,
                        result);
            default -> Outcome.failed(what + " ended: " + state.reason() + limited, result);
        };
    }

    private static String running(WorldSite site) throws InterruptedException {
        try {
            return site.running().orElse("");
        } catch (OperationFailure e) {
            return "";
        }
    }
}
