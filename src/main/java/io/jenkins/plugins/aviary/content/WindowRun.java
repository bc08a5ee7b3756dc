package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.content.MaintenanceWindow.Result;
import io.jenkins.plugins.aviary.content.MaintenanceWindow.WindowOutcome;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.server.Pause;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Opens and closes a maintenance window. It is noted before anything is changed, so that the next run can let players in
 * again if this one is killed. Used by one thread.
 */
final class WindowRun {
    /** The keys of {@code config.lua} that a window changes. */
    static final Set<String> KEYS = Set.of("serverMotd", "maxPlayers", "toggleMaintainMode", "maintainModeMessage");

    private final MaintenanceWindow request;
    private final AviaryConfig config;
    private final RunContext context;
    private final Function<World, GameHost> hosts;
    private final Pause pause;
    private final WindowBook book;
    private final EnvironmentPolicy policy;

    WindowRun(
            MaintenanceWindow request,
            AviaryConfig config,
            RunContext context,
            Function<World, GameHost> hosts,
            Pause pause) {
        this.request = request;
        this.config = config;
        this.context = context;
        this.hosts = hosts;
        this.pause = pause;
        this.book = new WindowBook(context.home());
        this.policy = config.environment(request.environment()).policy();
    }

    Outcome<Result> open(boolean held) throws InterruptedException {
        List<World> worlds = config.worlds(request.environment(), request.worlds());
        List<String> names = worlds.stream().map(World::name).toList();
        String id = request.id().isEmpty()
                ? request.environment() + "-" + context.clock().instant().toEpochMilli()
                : request.id();
        for (WindowBook.Entry other : book.all()) {
            boolean shared =
                    other.environment().equals(request.environment()) && !Collections.disjoint(other.worlds(), names);
            if (shared && other.isOrphan()) {
                context.log().warn("The maintenance window " + other.id() + " was left behind; closing it first");
                requireClosed(close(other));
            } else if (shared && !(other.id().equals(id) && other.open())) {
                throw new OperationFailure("The maintenance window " + other.id() + " has worlds of "
                        + request.environment() + "; close it first: maintenanceWindow phase: 'close', id: '"
                        + other.id() + "'.");
            }
        }
        if (book.find(id).isPresent()) {
            return Outcome.done("The maintenance window " + id + " is open already", new Result(id, "open", List.of()));
        }
        WindowBook.Entry entry =
                new WindowBook.Entry(id, request.environment(), names, WindowBook.thisProcess(), false);
        List<HotWorld> locked = new ArrayList<>();
        try {
            List<WindowWorld> all = lock(worlds, id, locked);
            book.save(entry);
            List<WindowOutcome> outcomes = closedToPlayers(entry, all);
            book.save(new WindowBook.Entry(id, request.environment(), names, held ? entry.owner() : "", true));
            all.forEach(world -> record("maintenance.opened", world, id, request.reason()));
            return Outcome.done(
                    "The maintenance window " + id + " is open: " + names.size() + " worlds are closed to players",
                    new Result(id, "open", outcomes));
        } finally {
            locked.forEach(HotWorld::close);
        }
    }

    private List<WindowWorld> lock(List<World> worlds, String id, List<HotWorld> locked) throws InterruptedException {
        List<WindowWorld> all = new ArrayList<>();
        for (World world : worlds) {
            HotWorld hot = HotWorld.openAsItIs(
                    world, hosts.apply(world), config.server(), context, pause, "maintenanceWindow " + id);
            locked.add(hot);
            all.add(new WindowWorld(hot, id, policy, request.within(), context, pause));
        }
        return all;
    }

    private List<WindowOutcome> closedToPlayers(WindowBook.Entry entry, List<WindowWorld> all)
            throws InterruptedException {
        try {
            for (WindowWorld world : all) {
                world.keep();
            }
            List<WindowWorld> running =
                    all.stream().filter(world -> world.hot().isRunning()).toList();
            PlayersLeaving leaving = new PlayersLeaving(request.notice(), context, pause);
            leaving.announce(running, request.announce());
            Map<WindowWorld, Integer> left = leaving.drain(running, request.drain());
            List<WindowOutcome> outcomes = new ArrayList<>();
            for (WindowWorld world : all) {
                outcomes.add(
                        new WindowOutcome(world.hot().world().name(), shut(world), left.getOrDefault(world, -1), ""));
            }
            return outcomes;
        } catch (InterruptedException e) {
            Thread.interrupted();
            context.log().warn("Cancelled while the worlds were being closed; opening them again");
            failures(entry, all).forEach(context.log()::error);
            throw e;
        } catch (OperationFailure e) {
            context.log().error(e.getMessage());
            List<String> failures = failures(entry, all);
            throw new OperationFailure(
                    e.getMessage()
                            + (failures.isEmpty()
                                    ? " Every world is open as before."
                                    : " And not every world is open again: " + String.join("; ", failures)),
                    e);
        }
    }

    private String shut(WindowWorld world) throws InterruptedException {
        if (!world.hot().isRunning()) {
            return "down";
        }
        switch (request.mode()) {
            case STOP -> {
                world.stop();
                return "stopped";
            }
            case MAINTAIN -> {
                world.maintain(request.notice());
                return "maintained";
            }
            default -> {
                return "drained";
            }
        }
    }

    Outcome<Result> close(String id) throws InterruptedException {
        List<WindowBook.Entry> ours = book.all().stream()
                .filter(entry -> id.isEmpty()
                        ? entry.environment().equals(request.environment())
                        : entry.id().equals(id))
                .toList();
        if (ours.size() == 1) {
            return close(ours.get(0));
        }
        if (id.isEmpty()) {
            throw new InvalidParameter(
                    ours.isEmpty()
                            ? "No maintenance window of " + request.environment() + " is noted here; give its id"
                            : "Several maintenance windows of " + request.environment()
                                    + " are open; give the id of one: "
                                    + ours.stream().map(WindowBook.Entry::id).toList());
        }
        // It may have been opened on another machine: its worlds know it.
        List<String> names = config.worlds(request.environment(), request.worlds()).stream()
                .map(World::name)
                .toList();
        return close(new WindowBook.Entry(id, request.environment(), names, "", true));
    }

    private Outcome<Result> close(WindowBook.Entry entry) throws InterruptedException {
        List<WindowOutcome> outcomes = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (World world : config.worlds(entry.environment(), entry.worlds())) {
            try (HotWorld hot = HotWorld.openAsItIs(
                    world, hosts.apply(world), config.server(), context, pause, "maintenanceWindow " + entry.id())) {
                WindowWorld one = new WindowWorld(hot, entry.id(), policy, request.within(), context, pause);
                one.reopen();
                record("maintenance.closed", one, entry.id(), "");
                outcomes.add(new WindowOutcome(world.name(), "reopened", one.players(), ""));
            } catch (OperationFailure e) {
                context.log().error(e.getMessage());
                failures.add(e.getMessage());
                outcomes.add(new WindowOutcome(world.name(), "failed", -1, e.getMessage()));
            }
        }
        if (failures.isEmpty()) {
            book.remove(entry.id());
            return Outcome.done(
                    "The maintenance window " + entry.id() + " is closed: players can play on " + outcomes.size()
                            + " worlds",
                    new Result(entry.id(), "closed", outcomes));
        }
        return Outcome.failed(
                "The maintenance window " + entry.id() + " is not closed everywhere: " + String.join("; ", failures)
                        + ". Mend that, then run maintenanceWindow phase: 'close', id: '" + entry.id() + "'",
                new Result(entry.id(), "failed", outcomes));
    }

    private static void requireClosed(Outcome<Result> outcome) {
        if (outcome.result().state().equals("failed")) {
            throw new OperationFailure(outcome.summary());
        }
    }

    /** Opens worlds again whose locks are held; tells why some are not open. */
    private List<String> failures(WindowBook.Entry entry, List<WindowWorld> all) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        for (WindowWorld world : all) {
            try {
                world.reopen();
            } catch (OperationFailure e) {
                failures.add(e.getMessage());
            }
        }
        if (failures.isEmpty()) {
            book.remove(entry.id());
        }
        return failures;
    }

    private void record(String type, WindowWorld world, String id, String reason) {
        context.events()
                .record(Event.of(
                        type,
                        request.environment(),
                        world.hot().release().digest().hex(),
                        ContentEvents.payload(world.hot().world())
                                .put("window", id)
                                .put("mode", request.mode().name().toLowerCase(java.util.Locale.ROOT))
                                .put("reason", reason)));
    }
}
