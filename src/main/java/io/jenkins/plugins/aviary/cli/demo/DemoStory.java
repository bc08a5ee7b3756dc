package io.jenkins.plugins.aviary.cli.demo;

import static io.jenkins.plugins.aviary.cli.pipeline.engine.Result.FAILURE;
import static io.jenkins.plugins.aviary.cli.pipeline.engine.Result.SUCCESS;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Answer;
import io.jenkins.plugins.aviary.cli.pipeline.engine.InputAnswerer;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.WorldState;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.rollout.Rollouts;
import io.jenkins.plugins.aviary.rollout.stage.RolloutState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the demo plays: three worlds on three hosts get a release by a real pipeline, people play, then they get a bad
 * one. It is put back, and not one player is lost.
 */
public final class DemoStory implements AutoCloseable {
    /** How many worlds there are. */
    public static final int WORLDS = 3;

    private static final List<String> NAMES = List.of("antica", "belobra", "calmera");
    private static final Duration PLAYERS_WITHIN = Duration.ofSeconds(60);
    private static final int PLAYERS_WANTED = 5;

    private final DemoWorkspace workspace;
    private final Path pipelines;
    private final OperationLog log;
    private final Clock clock;
    private final List<DemoWorld> worlds = new ArrayList<>();
    private final Path servers;
    private final LeftBehind leftBehind;
    private final AtomicInteger asked = new AtomicInteger();
    private DemoDatabase database;

    /**
     * A demo.
     *
     * @param project the folder of a checkout of the project
     * @param folder where everything of the demo is: workspace, hosts, database
     * @param log where it tells what it does
     */
    public DemoStory(Path project, Path folder, OperationLog log, Clock clock) {
        this.workspace = new DemoWorkspace(project.resolve("examples").resolve("server"), folder.resolve("workspace"));
        this.pipelines = project.resolve("examples").resolve("pipelines");
        this.servers = folder.resolve("servers");
        this.leftBehind = new LeftBehind(folder);
        this.log = log;
        this.clock = clock;
    }

    /** Runs a pipeline in the demo's workspace. */
    @FunctionalInterface
    public interface Pipelines {
        /** Runs the file to its end. */
        io.jenkins.plugins.aviary.cli.pipeline.engine.Result run(Path file, Map<String, String> parameters)
                throws InterruptedException;
    }

    /**
     * What came of it.
     *
     * @param worlds what each world runs, by its name
     * @param playersBefore how many players were saved before the bad release
     * @param playersLost those who were not there afterwards, or had less than before
     * @param wrong what did not go as it should have; empty if all went well
     */
    public record Result(Map<String, String> worlds, int playersBefore, List<String> playersLost, List<String> wrong) {
        /** Copies the lists. */
        public Result {
            worlds = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(worlds));
            playersLost = List.copyOf(playersLost);
            wrong = List.copyOf(wrong);
        }
    }

    /** The workspace, where pipelines run. */
    public Path workspace() {
        return workspace.folder();
    }

    /** Aviary's home for the demo: its ledger, its artifacts. */
    public Path home() {
        return workspace.home();
    }

    /** Starts database and hosts, and writes the workspace. */
    public void prepare() throws InterruptedException {
        int ended = leftBehind.end();
        if (ended > 0) {
            log.info("Ended " + ended + " programs that an earlier demo left running.");
        }
        Folders.delete(servers);
        Folders.delete(workspace.home().resolve("ledger"));
        log.info("Starting MariaDB ...");
        database = DemoDatabase.start(servers.resolve("mariadb"));
        workspace.copySources();
        for (String name : NAMES) {
            DemoWorld world = DemoWorld.start(name, servers.resolve(name));
            worlds.add(world);
            Secret password = Passwords.random();
            database.create(name, password);
            workspace.keep(world.databaseCredential(), password);
            workspace.keep(world.hostCredential(), world.host().clientKey());
            log.info("Host of " + name + ": SSH on 127.0.0.1:" + world.host().port() + ", server in " + world.folder());
        }
        database.createEmpty();
        workspace.describe(worlds, database.port());
    }

    /** Plays the story. */
    public Result play(Pipelines runner) throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        chapter("A release is built, tested and delivered to " + WORLDS + " worlds (01-quickstart.Jenkinsfile)");
        if (runner.run(pipelines.resolve("01-quickstart.Jenkinsfile"), parameters("1.0.0")) != SUCCESS) {
            wrong.add("the first release was not delivered");
            return new Result(running(), 0, List.of(), wrong);
        }
        chapter("People play");
        Map<String, List<SavedPlayer>> before = awaitPlayers();
        int players = before.values().stream().mapToInt(List::size).sum();
        before.forEach((world, saved) -> log.info("  " + world + ": " + saved.size() + " players saved"));
        chapter("A bad release: it starts, but its status port never answers (02-bad-release.Jenkinsfile)");
        if (runner.run(pipelines.resolve("02-bad-release.Jenkinsfile"), parameters("1.1.0")) != FAILURE) {
            wrong.add("the bad release was delivered, but should have been put back");
        }
        List<String> lost = new ArrayList<>();
        before.forEach((world, saved) -> SavedPlayer.lost(saved, database.players(world))
                .forEach(player -> lost.add(player.name() + " of " + world)));
        if (players == 0) {
            wrong.add("nobody played, so nobody could be lost");
        }
        lost.forEach(player -> wrong.add("lost: " + player));
        Map<String, String> running = running();
        running.forEach((world, version) -> {
            if (!version.startsWith("1.0.0")) {
                wrong.add(world + " runs " + version + ", not 1.0.0");
            }
        });
        return new Result(running, players, lost, wrong);
    }

    /** Runs the other example pipelines, good cases and bad; what did not end as it should is returned. */
    public List<String> playExamples(Pipelines runner) throws InterruptedException {
        List<String> wrong = new ArrayList<>();
        for (Example example : Example.ALL) {
            chapter(example.file() + " " + example.parameters() + ": must end " + example.ends());
            asked.set(0);
            var ended = runner.run(pipelines.resolve(example.file()), example.parameters());
            if (ended != example.ends()) {
                wrong.add(example.file() + " " + example.parameters() + " ended " + ended + ", not " + example.ends());
            }
            example.rollout().flatMap(this::otherThan).ifPresent(other -> wrong.add(example.file() + ": " + other));
            if (asked.get() < example.asks()) {
                wrong.add(example.file() + " " + example.parameters() + " asked " + asked + " times, not at least "
                        + example.asks());
            }
        }
        return wrong;
    }

    /** What is wrong with how the newest rollout ended, if it did not end as it must. */
    private Optional<String> otherThan(RolloutState.Phase must) {
        Optional<RolloutState> newest = new Rollouts(home(), clock)
                .all().stream().map(Rollouts.Standing::state).findFirst();
        if (newest.map(RolloutState::phase).filter(must::equals).isPresent()) {
            return Optional.empty();
        }
        return Optional.of("its rollout must end " + must + ", and "
                + newest.map(state -> "ended " + state.phase() + ": " + state.reason())
                        .orElse("there was none"));
    }

    /** The person who sits at the demo: agrees to everything, and it is counted how often. */
    public InputAnswerer person() {
        return question -> {
            asked.incrementAndGet();
            log.info("Asked: " + question.message() + " The demo agrees.");
            return new Answer(true, "the demo", Map.of());
        };
    }

    private static Map<String, String> parameters(String version) {
        return Map.of("ENVIRONMENT", DemoWorkspace.ENVIRONMENT, "VERSION", version);
    }

    private void chapter(String title) {
        log.info("");
        log.info("=== " + title + " ===");
    }

    /** Waits until each world has saved some players. */
    private Map<String, List<SavedPlayer>> awaitPlayers() throws InterruptedException {
        Instant deadline = clock.instant().plus(PLAYERS_WITHIN);
        while (true) {
            Map<String, List<SavedPlayer>> saved = new LinkedHashMap<>();
            worlds.forEach(world -> saved.put(world.name(), database.players(world.name())));
            boolean enough = saved.values().stream().allMatch(players -> players.size() >= PLAYERS_WANTED);
            if (enough || clock.instant().isAfter(deadline)) {
                return saved;
            }
            Thread.sleep(500);
        }
    }

    /** What each world runs: what its host says, which must be what the ledger says. */
    private Map<String, String> running() {
        Map<String, String> running = new LinkedHashMap<>();
        try (Ledger ledger = Ledger.inHomeForReading(home(), clock)) {
            for (DemoWorld world : worlds) {
                String told = ledger.history()
                        .world(DemoWorkspace.ENVIRONMENT, world.name())
                        .map(WorldState::version)
                        .orElse("nothing");
                running.put(world.name(), told);
            }
        }
        return running;
    }

    /** Ends everything that the demo started. */
    @Override
    public void close() {
        try {
            leftBehindServers();
        } finally {
            worlds.forEach(DemoWorld::close);
            if (database != null) {
                database.close();
            }
        }
    }

    private void leftBehindServers() {
        for (DemoWorld world : worlds) {
            try {
                new LeftBehind(world.folder()).end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new OperationFailure("The demo was ended before its servers were; run it again to end them.", e);
            }
        }
    }
}
