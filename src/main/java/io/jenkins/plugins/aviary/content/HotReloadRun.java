package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.content.HotReload.Result;
import io.jenkins.plugins.aviary.content.HotReload.Way;
import io.jenkins.plugins.aviary.content.HotReload.WorldReload;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.ReleaseOverlay;
import io.jenkins.plugins.aviary.host.ReleaseOverlay.Change;
import io.jenkins.plugins.aviary.host.ReleaseOverlay.State;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.server.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A hot reload of some worlds: everything is looked at first, then each world is changed after the other. If one does not
 * take it, that one and those before get their previous files back. Used by one thread.
 */
final class HotReloadRun {
    private static final int SHOWN = 8;

    private final HotReload request;
    private final AviaryConfig config;
    private final RunContext context;
    private final Function<World, GameHost> hosts;
    private final Pause pause;
    private final ReloadRules rules;
    private final ContentEvents events;
    private final List<HotWorld> opened = new ArrayList<>();

    HotReloadRun(
            HotReload request, AviaryConfig config, RunContext context, Function<World, GameHost> hosts, Pause pause) {
        this.request = request;
        this.config = config;
        this.context = context;
        this.hosts = hosts;
        this.pause = pause;
        this.rules = new ReloadRules(config.server());
        this.events = new ContentEvents(context.events(), request.reason());
    }

    Outcome<Result> run(List<World> worlds, Path source) throws InterruptedException {
        ContentFolder folder = new ContentFolder(source, config.packaging());
        Map<String, Path> files = folder.files();
        Map<String, Digest> here = new TreeMap<>();
        files.forEach((path, file) -> {
            if (!rules.isIrrelevant(path)) {
                here.put(path, Digest.of(file));
            }
        });
        try {
            List<WorldChange> changes = new ArrayList<>();
            for (World world : worlds) {
                changes.add(planned(world, here, folder));
            }
            Result planned = result("planned", changes, List.of());
            announce(planned);
            Map<String, byte[]> contents = contents(changes, files);
            if (request.dryRun()) {
                return Outcome.done("Nothing was changed; " + planned.files().size() + " files would be", planned);
            }
            if (changes.stream().noneMatch(WorldChange::isNeeded)) {
                return Outcome.done(
                        "Every script is as it should be; nothing was reloaded",
                        result("unchanged", changes, List.of()));
            }
            return made(changes, contents);
        } finally {
            opened.forEach(HotWorld::close);
        }
    }

    private WorldChange planned(World world, Map<String, Digest> here, ContentFolder folder)
            throws InterruptedException {
        HotWorld hot = HotWorld.open(world, hosts.apply(world), config.server(), context, pause, "hotReload");
        opened.add(hot);
        ReloadWatch before = new ReloadWatch(hot.server().follow(hot.server().mark()));
        ReloadAgent agent = new ReloadAgent(hot.host(), hot.releaseFolder(), context.clock(), pause);
        boolean installed = agent.isInstalled();
        State state = hot.overlay().state();
        if (!state.pending().isEmpty() && !request.dryRun()) {
            HotPlan nothing = new HotPlan(List.of(), List.of(), List.of());
            boolean byAgent = request.via() == Way.AGENT || request.via() == Way.AUTO && installed;
            new WorldChange(hot, state, nothing, byAgent, before, request, context, pause).recover(rules);
            state = hot.overlay().state();
        }
        ReleaseOverlay overlay = hot.overlay();
        Map<String, Digest> there = overlay.digests(HotPlan.toLookAt(here.keySet(), state, rules));
        HotPlan plan = HotPlan.of(here, there, state, rules, folder::isChosen);
        return new WorldChange(hot, state, plan, byAgent(world, plan, installed), before, request, context, pause);
    }

    private boolean byAgent(World world, HotPlan plan, boolean installed) {
        List<String> reloads = plan.reloads();
        if (request.via() == Way.AGENT && !installed && !reloads.isEmpty()) {
            throw new OperationFailure(world.qualifiedName() + " has no reload agent (its release has no folder "
                    + ReloadAgent.FOLDER + "); write one by hotReload agentInto: 'data/scripts/globalevents' and"
                    + " deliver it by a release.");
        }
        boolean agent = request.via() != Way.HANGUP && installed;
        if (!agent && !rules.byHangup(reloads)) {
            throw new OperationFailure("SIGHUP does not reload " + String.join(", ", reloads) + " of "
                    + world.qualifiedName()
                    + (installed
                            ? "; leave out 'via: hangup'."
                            : ", and it has no reload agent;"
                                    + " write one by hotReload agentInto: 'data/scripts/globalevents' and deliver it by a"
                                    + " release, or deliver the change itself."));
        }
        return agent;
    }

    /** Says what will be done, and refuses what a reload cannot do. */
    private void announce(Result planned) {
        if (!planned.files().isEmpty()) {
            context.log().info(planned.files().size() + " files changed: " + shown(planned.files()));
            context.log().info("They need the reloads " + String.join(", ", planned.reloads()));
        }
        if (!planned.needsRestart().isEmpty()) {
            String text = planned.needsRestart().size() + " changed files need a restart, which only a release brings: "
                    + shown(planned.needsRestart());
            if (!request.partial() && !request.dryRun()) {
                throw new OperationFailure(text
                        + ". Nothing was changed; deliver a release, or reload the rest alone by" + " partial: true.");
            }
            context.log().warn(text);
        }
    }

    private static String shown(List<String> paths) {
        String text = String.join(", ", paths.subList(0, Math.min(SHOWN, paths.size())));
        return paths.size() > SHOWN ? text + " and " + (paths.size() - SHOWN) + " more" : text;
    }

    /** Reads and checks what will travel; nothing has left by then. */
    private Map<String, byte[]> contents(List<WorldChange> changes, Map<String, Path> files) {
        Map<String, byte[]> contents = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        for (WorldChange world : changes) {
            for (Change change : world.plan().changes()) {
                if (change.after().isPresent() && !contents.containsKey(change.path())) {
                    byte[] content = read(files.get(change.path()), change);
                    contents.put(change.path(), content);
                    ScriptCheck.faultOf(change.path(), content).ifPresent(fault -> faults.add(fault.toString()));
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new OperationFailure("Nothing was changed, since a server could not read " + faults.get(0)
                    + (faults.size() > 1
                            ? ", and " + (faults.size() - 1) + " more files: " + shown(faults.subList(1, faults.size()))
                            : ""));
        }
        return contents;
    }

    private static byte[] read(Path file, Change change) {
        try {
            byte[] content = Files.readAllBytes(file);
            if (!Digest.of(content).equals(change.after().orElseThrow())) {
                throw new OperationFailure(file + " changes while it is read; run this again once it is still.");
            }
            return content;
        } catch (IOException e) {
            throw new OperationFailure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Outcome<Result> made(List<WorldChange> changes, Map<String, byte[]> contents) throws InterruptedException {
        List<WorldChange> begun = new ArrayList<>();
        try (Progress.Task task = context.progress().begin("Reloading", changes.size(), "worlds")) {
            for (WorldChange change : changes) {
                if (change.isNeeded()) {
                    begun.add(change);
                    Optional<String> problem = make(change, contents);
                    if (problem.isPresent()) {
                        return undone(changes, begun, problem.get());
                    }
                    context.log()
                            .info(change.hot().world().qualifiedName() + " reloaded "
                                    + String.join(", ", change.plan().reloads()) + " in "
                                    + change.took().toMillis() + " ms, " + change.players() + " players online");
                }
                task.at(begun.size());
            }
            for (WorldChange change : begun) {
                change.keep();
                events.reloaded(change);
            }
        } catch (InterruptedException e) {
            Thread.interrupted();
            undo(begun);
            throw e;
        }
        Result result = result("reloaded", changes, List.of());
        return Outcome.done(
                result.files().size() + " files of " + request.environment() + " were reloaded on " + begun.size()
                        + " worlds",
                result);
    }

    private static Optional<String> make(WorldChange change, Map<String, byte[]> contents) throws InterruptedException {
        try {
            return change.make(contents);
        } catch (OperationFailure e) {
            return Optional.of(e.getMessage());
        }
    }

    private Outcome<Result> undone(List<WorldChange> changes, List<WorldChange> begun, String problem)
            throws InterruptedException {
        WorldChange bad = begun.get(begun.size() - 1);
        String name = bad.hot().world().qualifiedName();
        context.log().error(name + " does not take the reload: " + problem);
        Map<WorldChange, String> left;
        try {
            left = undo(begun);
        } catch (InterruptedException e) {
            // What was begun is brought back before the run ends.
            Thread.interrupted();
            left = undo(begun);
            Thread.currentThread().interrupt();
        }
        for (WorldChange change : begun) {
            events.reverted(change, change.equals(bad) ? problem : "another world did not take it", left.get(change));
        }
        String reason = name + " did not take the reload: " + problem;
        List<WorldReload> outcomes = new ArrayList<>();
        for (WorldChange change : changes) {
            String state = !begun.contains(change) ? "unchanged" : left.containsKey(change) ? "failed" : "reverted";
            String why = change.equals(bad) ? problem : "";
            outcomes.add(outcome(change, state, left.getOrDefault(change, why)));
        }
        if (left.isEmpty()) {
            return Outcome.rolledBack(
                    reason + ". The previous files are back and reloaded on " + begun.size() + " worlds",
                    result("reverted", changes, outcomes));
        }
        return Outcome.failed(
                reason + ". And the previous state is not everywhere back: " + String.join("; ", left.values()),
                result("failed", changes, outcomes));
    }

    /** Undoes changes, the last first; tells where that did not work and why. */
    private Map<WorldChange, String> undo(List<WorldChange> begun) throws InterruptedException {
        Map<WorldChange, String> left = new LinkedHashMap<>();
        List<WorldChange> backwards = new ArrayList<>(begun);
        Collections.reverse(backwards);
        for (WorldChange change : backwards) {
            String name = change.hot().world().qualifiedName();
            try {
                Optional<String> problem = change.undo();
                problem.ifPresentOrElse(
                        text -> left.put(change, name + " has its previous files, but " + text),
                        () -> context.log().info(name + ": the previous files are back and reloaded"));
            } catch (OperationFailure e) {
                left.put(change, name + ": " + e.getMessage() + "; the next hotReload brings its files back");
            }
        }
        return left;
    }

    private Result result(String state, List<WorldChange> changes, List<WorldReload> outcomes) {
        TreeSet<String> files = new TreeSet<>();
        TreeSet<String> reloads = new TreeSet<>();
        TreeSet<String> needsRestart = new TreeSet<>();
        List<WorldReload> worlds = new ArrayList<>(outcomes);
        for (WorldChange change : changes) {
            files.addAll(change.plan().paths());
            reloads.addAll(change.plan().reloads());
            needsRestart.addAll(change.plan().needsRestart());
            if (outcomes.isEmpty()) {
                worlds.add(outcome(change, change.isNeeded() ? state : "unchanged", ""));
            }
        }
        return new Result(state, List.copyOf(files), rules.inOrder(reloads), List.copyOf(needsRestart), worlds);
    }

    private static WorldReload outcome(WorldChange change, String state, String reason) {
        return new WorldReload(
                change.hot().world().name(),
                state,
                change.plan().changes().size(),
                change.plan().reloads(),
                change.via(),
                change.players(),
                change.took().toMillis(),
                reason);
    }
}
