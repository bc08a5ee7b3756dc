package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.host.ReleaseOverlay.State;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.server.Health;
import io.jenkins.plugins.aviary.server.HealthCheck;
import io.jenkins.plugins.aviary.server.Pause;
import io.jenkins.plugins.aviary.server.ServerProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The change of one world: puts the files in their places, has the server reload, and believes in it only once the log,
 * the status protocol and the players say so. Used by one thread.
 */
final class WorldChange {
    private static final Duration GLANCE = Duration.ofMillis(100);

    private final HotWorld hot;
    private final State state;
    private final HotPlan plan;
    private final boolean byAgent;
    private final HotReload request;
    private final RunContext context;
    private final Pause pause;
    private final ReloadAgent agent;
    private final ReloadWatch before;
    private boolean asked;
    private int players = -1;
    private Duration took = Duration.ZERO;

    /**
     * A change that is planned.
     *
     * @param before the log since before the change: what is wrong already is not its fault
     */
    WorldChange(
            HotWorld hot,
            State state,
            HotPlan plan,
            boolean byAgent,
            ReloadWatch before,
            HotReload request,
            RunContext context,
            Pause pause) {
        this.hot = hot;
        this.state = state;
        this.plan = plan;
        this.byAgent = byAgent;
        this.before = before;
        this.request = request;
        this.context = context;
        this.pause = pause;
        this.agent = new ReloadAgent(hot.host(), hot.releaseFolder(), context.clock(), pause);
    }

    HotWorld hot() {
        return hot;
    }

    HotPlan plan() {
        return plan;
    }

    /** Whether there is anything to do. */
    boolean isNeeded() {
        return !plan.changes().isEmpty();
    }

    /** How the server is told, as a result says it. */
    String via() {
        return isNeeded() ? byAgent ? "agent" : "hangup" : "";
    }

    int players() {
        return players;
    }

    Duration took() {
        return took;
    }

    /** Makes the change; tells what is wrong with it, or nothing. {@link #keep} or {@link #undo} has to follow. */
    Optional<String> make(Map<String, byte[]> contents) throws InterruptedException {
        Instant begun = context.clock().instant();
        before.look();
        int online = hot.server().playersOnline();
        ReloadWatch log = new ReloadWatch(hot.server().follow(hot.server().mark()));
        hot.overlay()
                .apply(
                        hot.lock(),
                        state,
                        plan.changes(),
                        contents.entrySet().stream()
                                .filter(content -> plan.paths().contains(content.getKey()))
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        Optional<String> problem = reload(plan.reloads(), log);
        // A fault with its file and line tells more than that an answer is missing.
        Optional<ScriptFault> fault = watched(log);
        if (fault.isPresent()) {
            problem = fault.map(ScriptFault::toString);
        } else if (problem.isEmpty()) {
            problem = wrongWithServer(online);
        }
        took = Duration.between(begun, context.clock().instant());
        return problem;
    }

    /** Has the server reload, and waits until it says that it did. */
    Optional<String> reload(List<String> words, ReloadWatch log) throws InterruptedException {
        asked = true;
        if (byAgent) {
            for (String word : words) {
                Optional<String> refused = agent.ask(word, request.within());
                if (refused.isPresent()) {
                    return refused;
                }
            }
            return Optional.empty();
        }
        Instant deadline = context.clock().instant().plus(request.within());
        hot.server().reload();
        while (true) {
            log.look();
            if (log.hangupDone()) {
                return Optional.empty();
            }
            if (!context.clock().instant().isBefore(deadline)) {
                return Optional.of("its log does not say within " + Durations.text(request.within())
                        + " that SIGHUP reloaded everything");
            }
            pause.pause(GLANCE);
        }
    }

    private Optional<ScriptFault> watched(ReloadWatch log) throws InterruptedException {
        Instant deadline = context.clock().instant().plus(request.watch());
        // The second look lets go of an entry that might have gone on.
        log.look();
        log.look();
        while (newFault(log).isEmpty() && context.clock().instant().isBefore(deadline)) {
            pause.pause(GLANCE);
            log.look();
        }
        return newFault(log);
    }

    /** The first fault that was not there before; one with a line tells more than one without. */
    private Optional<ScriptFault> newFault(ReloadWatch log) {
        Set<String> known =
                before.faults().stream().map(ScriptFault::fingerprint).collect(Collectors.toSet());
        Set<String> changed = new HashSet<>(plan.paths());
        List<ScriptFault> fresh = log.faults().stream()
                .filter(fault -> !known.contains(fault.fingerprint()) || changed.contains(fault.file()))
                .toList();
        return fresh.stream()
                .filter(fault -> fault.line() > 0)
                .findFirst()
                .or(() -> fresh.stream().findFirst());
    }

    private Optional<String> wrongWithServer(int online) throws InterruptedException {
        Health health = hot.server().health();
        Optional<ServerProcess> process = health.process();
        if (process.isEmpty() || !process.get().isSame(hot.process())) {
            return Optional.of("the server died of it (pid " + hot.process().pid() + ")");
        }
        players = health.players();
        if (health.state() == Health.State.DOWN) {
            return Optional.of(health.checks().stream()
                    .filter(check -> check.state() == HealthCheck.State.BAD)
                    .map(check -> check.name() + ": " + check.sentence())
                    .findFirst()
                    .orElse("it does not answer"));
        }
        int left = online - players;
        return online >= 0 && players >= 0 && left > request.mayLeave()
                ? Optional.of(left + " of " + online + " players were disconnected, more than the " + request.mayLeave()
                        + " that mayLeave allows")
                : Optional.empty();
    }

    /** Brings the previous files back and has them reloaded; tells what is wrong with that, or nothing. */
    Optional<String> undo() throws InterruptedException {
        hot.overlay().undo(hot.lock());
        return asked ? reloadedAgain(plan.reloads()) : Optional.empty();
    }

    /** Undoes what a run that was broken off left, as far as there is such a thing. */
    void recover(ReloadRules rules) throws InterruptedException {
        if (state.pending().isEmpty()) {
            return;
        }
        context.log()
                .warn(hot.world().qualifiedName() + ": an earlier hot reload was broken off; bringing back "
                        + state.pending().size() + " files first");
        hot.overlay().undo(hot.lock());
        List<String> words = rules.inOrder(state.pending().stream()
                .flatMap(path -> rules.reloadOf(path).stream())
                .collect(Collectors.toSet()));
        Optional<String> problem = reloadedAgain(words);
        if (problem.isPresent()) {
            throw new OperationFailure(hot.world().qualifiedName() + " has its files back after a hot reload that was"
                    + " broken off, but did not reload them: " + problem.get() + ". Restart it.");
        }
    }

    private Optional<String> reloadedAgain(List<String> words) throws InterruptedException {
        Optional<ServerProcess> process = hot.server().process();
        if (process.isEmpty() || !process.get().isSame(hot.process())) {
            return Optional.of("the server does not run any more; start it by deployRelease");
        }
        ReloadWatch log = new ReloadWatch(hot.server().follow(hot.server().mark()));
        Optional<String> problem = reload(words, log);
        return problem.isPresent() ? problem : watched(log).map(ScriptFault::toString);
    }

    /** Keeps the change. */
    void keep() throws InterruptedException {
        String why = request.reason().isEmpty() ? "" : ": " + request.reason();
        hot.overlay().keep(hot.lock(), context.clock().instant() + " hotReload" + why);
    }
}
