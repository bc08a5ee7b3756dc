package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.rollout.judge.Look;
import io.jenkins.plugins.aviary.rollout.judge.Verdict;
import io.jenkins.plugins.aviary.rollout.stage.Finding;
import io.jenkins.plugins.aviary.rollout.stage.RolloutInput;
import io.jenkins.plugins.aviary.rollout.stage.RolloutState;
import io.jenkins.plugins.aviary.server.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Drives a rollout from wherever it is to its end, or to a question: does what the state machine says is next, and tells
 * it what came of that. Used by one thread, which holds the worlds' locks.
 */
final class CanaryRun {
    private static final Duration GLANCE = Duration.ofSeconds(1);
    private static final int SHOWN = 10;

    private final RolloutFile file;
    private final CanaryStages stages;
    private final CanaryAnalysis analysis;
    private final CanaryEvents events;
    private final CanaryReport report;
    private final RunContext context;
    private final Pause pause;
    private List<WorldOutcome> takenBack = List.of();
    private List<String> limited = List.of();

    CanaryRun(RolloutFile file, CanaryStages stages, RunContext context, Pause pause) {
        this.file = file;
        this.stages = stages;
        this.analysis = new CanaryAnalysis(file, stages);
        this.events = new CanaryEvents(context.events(), file.plan());
        this.report = new CanaryReport(file.plan(), context.workspace(), context.log());
        this.context = context;
        this.pause = pause;
    }

    /** What became of each world when the rollout was taken back; empty if it was not. */
    List<WorldOutcome> takenBack() {
        return takenBack;
    }

    /** The worlds that it left closed or open to some only, and what opens them; for people. */
    List<String> limited() {
        return limited;
    }

    /** Goes on until the rollout is over or a person must decide. */
    RolloutState run() throws InterruptedException {
        while (true) {
            context.checkCancelled();
            takeWishes();
            RolloutState state = file.state();
            switch (state.next()) {
                case APPLY -> begin(state);
                case WATCH -> watch(state);
                case JUDGE -> judge(state.stage());
                case WAIT -> pause.pause(GLANCE);
                case ROLL_BACK -> rollBack(state);
                case ASK -> {
                    events.stage(state.stage(), "inconclusive", state.reason());
                    return state;
                }
                case NONE -> {
                    if (state.phase() == RolloutState.Phase.ABORTED || state.phase() == RolloutState.Phase.FAILED) {
                        limited = stages.limited(file.touched());
                        limited.forEach(context.log()::warn);
                    }
                    events.ended(state, limited);
                    report.ended(state);
                    return state;
                }
            }
        }
    }

    private boolean takeWishes() {
        List<RolloutInput.Wish> wishes = file.takeWishes(now());
        wishes.forEach(wish -> {
            context.log()
                    .info(wish.who() + " wants to "
                            + wish.what().name().toLowerCase(java.util.Locale.ROOT) + " the rollout"
                            + (wish.reason().isEmpty() ? "" : ": " + wish.reason()));
            events.wished(wish);
        });
        return !wishes.isEmpty();
    }

    private Instant now() {
        return context.clock().instant();
    }

    private Watching watching() {
        return file.plan().watching();
    }

    private Duration pauseOf(int stage) {
        return file.plan().stages().get(stage).watched();
    }

    private String title(int stage) {
        return "Stage " + (stage + 1) + " of " + file.plan().stages().size() + " ("
                + file.plan().stages().get(stage).title() + ")";
    }

    /** Before the first stage the worlds may be measured as they are. */
    private void begin(RolloutState state) throws InterruptedException {
        boolean untouched = state.stage() == 0 && state.phase() == RolloutState.Phase.READY;
        Duration before = watching().before();
        if (untouched && now().isBefore(file.plan().begun().plus(before))) {
            if (file.samples().ofPast(stages.all().get(0).world().name()).isEmpty()) {
                context.log().info("Measuring the worlds as they are for " + before.toSeconds() + " s");
            }
            analysis.measurePast(stages.all(), now());
            waitForNextLook(before, file.plan().begun().plus(before));
            return;
        }
        apply(state.stage());
    }

    private void apply(int stage) throws InterruptedException {
        context.log().info(title(stage) + " begins");
        events.stage(stage, "running", "");
        file.take(new RolloutInput.Begun(now(), stage));
        Optional<String> problem = stages.apply(stage);
        if (problem.isPresent()) {
            events.stage(stage, "failed", problem.get());
            file.take(new RolloutInput.NotApplied(now(), stage, problem.get()));
        } else {
            file.take(new RolloutInput.Applied(now(), stage));
        }
    }

    /** One look: measures, fails at once if the release is seen to be bad, and waits for the next. */
    private void watch(RolloutState state) throws InterruptedException {
        int stage = state.stage();
        Instant since = state.since().orElse(now());
        Instant measured = since.plus(watching().settle());
        Instant end = pauseOf(stage).isZero() ? since : measured.plus(pauseOf(stage));
        Optional<String> sick = stages.unhealthy(stage);
        if (sick.isPresent()) {
            found(stage, Finding.FAIL, sick.get());
            return;
        }
        if (!pauseOf(stage).isZero() && !now().isBefore(measured)) {
            analysis.measure(stage, now());
            double fraction = (double) Duration.between(measured, now()).toMillis()
                    / Math.max(1, pauseOf(stage).toMillis());
            if (fraction > 0 && fraction < 1) {
                CanaryAnalysis.Finding look = analysis.judge(stage, Look.at(fraction));
                if (look.judgement().verdict() == Verdict.FAIL) {
                    judged(stage, look);
                    found(stage, Finding.FAIL, look.reason());
                    return;
                }
            }
        }
        waitForNextLook(pauseOf(stage), end);
        if (!now().isBefore(end) && file.state().equals(state)) {
            file.take(new RolloutInput.Watched(now(), stage));
        }
    }

    private void waitForNextLook(Duration watched, Instant end) throws InterruptedException {
        Instant next = now().plus(watching().between(watched));
        waitUntil(next.isBefore(end) ? next : end);
    }

    /** Waits, and takes wishes meanwhile; a wish ends the waiting. */
    private void waitUntil(Instant end) throws InterruptedException {
        while (now().isBefore(end)) {
            Duration left = Duration.between(now(), end);
            pause.pause(left.compareTo(GLANCE) < 0 ? left : GLANCE);
            if (takeWishes()) {
                return;
            }
        }
    }

    private void judge(int stage) throws InterruptedException {
        Optional<String> sick = stages.unhealthy(stage);
        if (sick.isPresent()) {
            found(stage, Finding.FAIL, sick.get());
            return;
        }
        if (pauseOf(stage).isZero()) {
            found(stage, Finding.PASS, "every world serves players");
            return;
        }
        CanaryAnalysis.Finding last = analysis.judge(stage, Look.at(1));
        judged(stage, last);
        Finding finding = switch (last.judgement().verdict()) {
            case PASS -> Finding.PASS;
            case FAIL -> Finding.FAIL;
            case INCONCLUSIVE -> Finding.INCONCLUSIVE;
        };
        found(stage, finding, last.reason());
    }

    private void judged(int stage, CanaryAnalysis.Finding finding) {
        events.judged(stage, finding);
        report.judged(stage, title(stage), finding);
    }

    private void found(int stage, Finding finding, String reason) {
        context.log().info(title(stage) + ": " + finding + ", " + reason);
        file.take(new RolloutInput.Judged(now(), stage, finding, reason));
        if (finding == Finding.FAIL) {
            events.stage(stage, "failed", reason);
        } else if (finding == Finding.PASS) {
            events.stage(stage, "passed", reason);
        }
    }

    private void rollBack(RolloutState state) throws InterruptedException {
        Instant begun = now();
        context.log().error("Taking the release back: " + state.reason());
        takenBack = stages.takeBack(state.reason(), file.touched());
        takenBack.forEach(outcome -> context.log().info(outcome.line()));
        List<String> wrong = takenBack.stream()
                .filter(outcome -> !outcome.state().isGood() && outcome.state() != WorldState.UNTOUCHED)
                .map(outcome -> outcome.world() + ": " + outcome.reason())
                .toList();
        if (!wrong.isEmpty()) {
            context.log()
                    .error("Not everything was taken back; when what is in the way is gone, go on with resume '"
                            + file.plan().id() + "'");
            String shown = String.join(" | ", wrong.subList(0, Math.min(SHOWN, wrong.size())));
            file.take(new RolloutInput.NotRolledBack(
                    now(), wrong.size() > SHOWN ? shown + " | and " + (wrong.size() - SHOWN) + " more" : shown));
        } else {
            context.log()
                    .info("Everything was taken back in "
                            + Duration.between(begun, now()).toMillis() + " ms");
            file.take(new RolloutInput.RolledBack(now()));
        }
    }
}
