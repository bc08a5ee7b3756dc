package io.jenkins.plugins.aviary.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.ApprovalPolicy;
import io.jenkins.plugins.aviary.approval.ApprovalRequest;
import io.jenkins.plugins.aviary.approval.ApprovalRule;
import io.jenkins.plugins.aviary.approval.ApprovalSubject;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.FileStore;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A home and a workspace with a made-up past, the same each time: builds, benchmarks, backups, rollouts to eleven worlds,
 * some of them failed, rolled back or hotfixes, one that runs, gates that wait. Names and messages are hostile where they
 * come from strangers.
 */
public final class SampleInstallation {
    /** What an attacker would like a page to run. */
    public static final String HOSTILE = "<img src=x onerror=alert(1)>\"'`</script><script>alert(2)</script>";

    private static final List<String> STAGING = List.of("test", "qa");
    private static final List<String> PRODUCTION =
            List.of("antica", "belobra", "celesta", "damona", "eldera", "firmera", "gentebra", "harmonia", "inabra");
    private static final int ARTIFACTS = 6;
    private static final int BATCH = 1000;

    private final Path home;
    private final Path workspace;
    private final Instant now;
    private final Random random = new Random(7);
    private final List<LedgerEvent> events = new ArrayList<>();
    private final List<String> releases = new ArrayList<>();
    private final List<String> versions = new ArrayList<>();
    private final Map<String, Integer> runs = new LinkedHashMap<>();

    private SampleInstallation(Path folder, Instant now) {
        this.workspace = folder.resolve("workspace");
        this.home = workspace.resolve(".aviary");
        this.now = now;
    }

    /**
     * Makes one.
     *
     * @param folder an empty folder
     * @param deployments about how many deliveries to single worlds
     * @param fill about how many events there are in all, at least
     * @param now the time after the last event
     */
    public static SampleInstallation make(Path folder, int deployments, int fill, Instant now) throws IOException {
        SampleInstallation sample = new SampleInstallation(folder, now);
        sample.write(deployments, fill);
        return sample;
    }

    /** Aviary's folder. */
    public Path home() {
        return home;
    }

    /** The folder with {@code aviary.yml}. */
    public Path workspace() {
        return workspace;
    }

    /** The digests of the releases, oldest first. */
    public List<String> releases() {
        return List.copyOf(releases);
    }

    private void write(int deployments, int fill) throws IOException {
        Files.createDirectories(workspace);
        Files.writeString(workspace.resolve("aviary.yml"), configuration());
        int rollouts = Math.max(ARTIFACTS, deployments * 2 / (STAGING.size() + PRODUCTION.size()) / 2);
        artifacts(rollouts);
        Instant time = now.minus(Duration.ofDays(160));
        Duration step = Duration.ofDays(159).dividedBy(rollouts);
        for (int i = 0; i < rollouts; i++) {
            build(i, time);
            boolean last = i == rollouts - 1;
            rollout("staging", STAGING, i, time.plus(step.dividedBy(5)), false, "");
            boolean bad = !last && random.nextInt(9) == 0;
            rollout("production", PRODUCTION, i, time.plus(step.dividedBy(2)), last, bad ? HOSTILE : "");
            nightly(i, time.plus(step.multipliedBy(9).dividedBy(10)));
            time = time.plus(step);
        }
        for (int i = 0; events.size() < fill; i++) {
            add(
                    "stage.finished",
                    now.minus(Duration.ofHours(2)).plusMillis(i),
                    "ben",
                    "staging",
                    "",
                    payload()
                            .put("stage", "check " + i % 40)
                            .put("result", "success")
                            .put("durationMillis", 1000 + i % 900));
        }
        health();
        append();
        gates();
    }

    private void artifacts(int count) throws IOException {
        FolderArtifactStore store = FolderArtifactStore.inHome(home);
        for (int i = 0; i < count; i++) {
            String version = "2." + i / 10 + "." + i % 10;
            versions.add(version);
            if (i < count - ARTIFACTS) {
                releases.add(Digest.of("release " + i).hex());
                continue;
            }
            Map<Digest, Path> places = new HashMap<>();
            List<ArtifactFile> files = new ArrayList<>();
            for (Map.Entry<String, String> file : contents(i).entrySet()) {
                Path place = Files.createTempFile(workspace, "content", "");
                Files.writeString(place, file.getValue());
                Digest digest = Digest.of(place);
                places.put(digest, place);
                files.add(new ArtifactFile(file.getKey(), file.getKey().equals("canary"), Files.size(place), digest));
            }
            releases.add(store.put(
                            new ArtifactManifest(
                                    "canary",
                                    version,
                                    Digest.of("commit " + i).hex().substring(0, 40),
                                    Map.of(
                                            "preset",
                                            "linux-release",
                                            "compiler",
                                            "g++ 13." + i % 2,
                                            "databaseVersion",
                                            String.valueOf(50 + i)),
                                    files),
                            places)
                    .hex());
            for (Path place : places.values()) {
                Files.delete(place);
            }
        }
    }

    private static Map<String, String> contents(int release) {
        Map<String, String> contents = new LinkedHashMap<>();
        contents.put("canary", "binary ".repeat(2000 + release * 40) + release);
        contents.put("config.lua.dist", "serverName = \"Canary\"\n");
        for (int i = 0; i < 14; i++) {
            contents.put(
                    "data/scripts/spells/spell_" + i + ".lua",
                    "local spell = Spell(\"instant\") -- " + i + (i % 7 == release % 7 ? " changed in " + release : "")
                            + "\n");
        }
        contents.put("data/migrations/" + (50 + release) + ".lua", "function onUpdateDatabase() return true end\n");
        return contents;
    }

    private void build(int i, Instant time) {
        String commit = Digest.of("commit " + i).hex().substring(0, 40);
        add(
                "build.finished",
                time,
                "jenkins",
                "",
                releases.get(i),
                payload()
                        .put("name", "canary")
                        .put("version", versions.get(i))
                        .put("commit", commit)
                        .put("preset", "linux-release")
                        .put("testsPassed", 400 + i)
                        .put("durationMillis", 380_000 + random.nextInt(60_000)));
        add(
                "pipeline.finished",
                time.plusSeconds(30),
                "jenkins",
                "",
                "",
                payload()
                        .put("job", "canary/main")
                        .put("number", i + 1)
                        .put("result", i % 13 == 4 ? "FAILURE" : "SUCCESS")
                        .put("durationMillis", 900_000 + random.nextInt(240_000)));
        ObjectNode benchmark = payload().put("version", versions.get(i)).put("commit", commit);
        ArrayNode series = benchmark.putArray("series");
        for (String name : List.of("map/load", "pathfinding/64 tiles", "spells/cast all", "protocol/encode")) {
            double level = 100.0 + name.length() * 7 - (i > 40 ? 14 : 0);
            double value = level + random.nextGaussian() * 1.5;
            series.addObject()
                    .put("name", name)
                    .put("unit", "µs")
                    .put("value", value)
                    .put("low", value - 2)
                    .put("high", value + 2)
                    .put("verdict", i == 41 ? "improved" : "");
        }
        add("benchmark.finished", time.plusSeconds(60), "jenkins", "", releases.get(i), benchmark);
    }

    private void rollout(String environment, List<String> worlds, int i, Instant time, boolean running, String wrong) {
        String id = "canary/main#" + (i + 1) + " " + environment;
        String actor = List.of("anna", "ben", "jenkins", "zoë").get(i % 4);
        story(id, environment, worlds, i, time, running, wrong, actor);
        for (int w = 0; w < worlds.size(); w++) {
            Instant begun = time.plusSeconds(120L * w);
            String world = worlds.get(w);
            Integer before = runs.get(environment + "/" + world);
            ObjectNode started = payload()
                    .put("deployment", id)
                    .put("world", world)
                    .put("host", "game-" + (w % 4 + 1))
                    .put("version", versions.get(i))
                    .put("fromVersion", before == null ? "" : versions.get(before))
                    .put("fromDigest", before == null ? "" : releases.get(before))
                    .put("strategy", "canary")
                    .put("reason", i % 10 == 3 ? "Fix: " + HOSTILE : "the weekly release")
                    .put("unplanned", i % 10 == 3);
            started.putArray("commits")
                    .addObject()
                    .put("id", Digest.of("commit " + i).hex().substring(0, 40))
                    .put("time", time.minus(Duration.ofHours(5 + i % 60)).toString());
            add("deployment.started", begun, actor, environment, releases.get(i), started);
            if (running && w > 2) {
                return;
            }
            if (running && w == 2) {
                continue;
            }
            boolean bad = !wrong.isEmpty() && w < 2;
            ObjectNode ended = payload()
                    .put("deployment", id)
                    .put("world", world)
                    .put("result", "success")
                    .put("durationMillis", 61_000 + random.nextInt(40_000));
            add("deployment.finished", begun.plusSeconds(75), actor, environment, releases.get(i), ended);
            if (bad) {
                add(
                        "deployment.rolledback",
                        begun.plusSeconds(700),
                        "aviary",
                        environment,
                        releases.get(i),
                        payload()
                                .put("deployment", id)
                                .put("world", world)
                                .put("detectedAt", begun.plusSeconds(600).toString())
                                .put("reason", "tick time is 34 % longer than before " + wrong)
                                .put("durationMillis", 42_000));
            } else {
                runs.put(environment + "/" + world, i);
            }
            if (bad && w == 1) {
                return;
            }
        }
    }

    private void story(
            String id,
            String environment,
            List<String> worlds,
            int i,
            Instant time,
            boolean running,
            String wrong,
            String actor) {
        if (!environment.equals("production")) {
            return;
        }
        ObjectNode plan =
                payload().put("deployment", id).put("strategy", "canary").put("version", versions.get(i));
        List<List<String>> stages =
                List.of(worlds.subList(0, 1), worlds.subList(1, 4), worlds.subList(4, worlds.size()));
        List<String> names = List.of("first world", "a third", "all worlds");
        for (int s = 0; s < stages.size(); s++) {
            ObjectNode stage = plan.withArray("stages").addObject().put("stage", names.get(s));
            stages.get(s).forEach(stage.withArray("worlds")::add);
            stage.put("percent", List.of(11, 44, 100).get(s));
        }
        add("rollout.started", time, actor, environment, releases.get(i), plan);
        int last = running ? 1 : wrong.isEmpty() ? 2 : 0;
        for (int s = 0; s <= last; s++) {
            Instant begun = time.plusSeconds(400L * s);
            add(
                    "rollout.stage",
                    begun,
                    "aviary",
                    environment,
                    releases.get(i),
                    payload().put("deployment", id).put("stage", names.get(s)).put("state", "running"));
            judged(id, environment, i, names.get(s), begun.plusSeconds(300), wrong);
            if (!running || s < last) {
                add(
                        "rollout.stage",
                        begun.plusSeconds(390),
                        "aviary",
                        environment,
                        releases.get(i),
                        payload()
                                .put("deployment", id)
                                .put("stage", names.get(s))
                                .put("state", wrong.isEmpty() ? "passed" : "failed")
                                .put("reason", wrong.isEmpty() ? "" : "tick time is 34 % longer than before " + wrong));
            }
        }
        if (!running) {
            add(
                    "rollout.finished",
                    time.plusSeconds(1500),
                    "aviary",
                    environment,
                    releases.get(i),
                    payload()
                            .put("deployment", id)
                            .put("result", wrong.isEmpty() ? "success" : "rolledback")
                            .put("reason", wrong));
        }
    }

    private void judged(String id, String environment, int i, String stage, Instant time, String wrong) {
        ObjectNode payload =
                payload().put("deployment", id).put("stage", stage).put("verdict", wrong.isEmpty() ? "pass" : "fail");
        for (String name : List.of("tick time (ms)", "players online", "error log lines", "cpu (cores)")) {
            boolean bad = !wrong.isEmpty() && name.startsWith("tick");
            double level = 20 + name.length();
            ObjectNode metric = payload.withArray("metrics")
                    .addObject()
                    .put("name", name)
                    .put("direction", name.startsWith("players") ? "decrease" : "increase")
                    .put("critical", name.startsWith("tick"))
                    .put("verdict", bad ? "fail" : "pass")
                    .put("reason", bad ? "34 % longer, p = 0.0004 " + wrong : "no change that matters")
                    .put("shift", bad ? level * 0.34 : 0.2)
                    .put("low", bad ? level * 0.28 : -0.8)
                    .put("high", bad ? level * 0.4 : 1.1)
                    .put("p", bad ? 0.0004 : 0.61);
            for (int k = 0; k < 60; k++) {
                metric.withArray("control").add(round(level + random.nextGaussian()));
                metric.withArray("experiment").add(round(level * (bad ? 1.34 : 1.0) + random.nextGaussian()));
            }
        }
        add("rollout.judged", time, "aviary", environment, releases.get(i), payload);
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private void nightly(int i, Instant time) {
        for (String world : PRODUCTION) {
            add(
                    "backup.finished",
                    time,
                    "jenkins",
                    "production",
                    "",
                    payload()
                            .put("backup", "b" + i)
                            .put("database", world)
                            .put("world", world)
                            .put("bytes", 80_000_000L + i * 900_000L + world.length() * 3_000_000L)
                            .put("durationMillis", 9_000)
                            .put("valid", i % 17 != 5 || !world.equals("antica")));
        }
        if (i % 5 == 0) {
            add(
                    "migration.applied",
                    time.plusSeconds(5),
                    "jenkins",
                    "production",
                    releases.get(i),
                    payload()
                            .put("migration", (50 + i) + ".lua")
                            .put("database", "antica")
                            .put("fromVersion", 49 + i)
                            .put("toVersion", 50 + i)
                            .put("durationMillis", 3100));
        }
    }

    private void health() {
        for (int w = 0; w < PRODUCTION.size(); w++) {
            String world = PRODUCTION.get(w);
            int runsNow = runs.getOrDefault("production/" + world, 0);
            String state = w == 4 ? "degraded" : w == 7 ? "down" : "healthy";
            add(
                    "health.checked",
                    now.minusSeconds(90),
                    "aviary",
                    "production",
                    "",
                    payload()
                            .put("world", world)
                            .put("state", state)
                            .put("players", w == 7 ? 0 : 120 + w * 31)
                            .put("version", w == 5 ? "2.0.1-hotfix" : versions.get(runsNow))
                            .put("reason", w == 7 ? "the status port does not answer " + HOSTILE : ""));
        }
    }

    private void gates() {
        Clock clock = Clock.fixed(now.minus(Duration.ofHours(3)), ZoneOffset.UTC);
        Person ben = person("ben", Set.of("ops"));
        Person zoe = person("zoë", Set.of("ops"));
        try (Ledger ledger = Ledger.inHome(home, "sample", clock, Duration.ZERO)) {
            ApprovalGates gates = new ApprovalGates(ledger, clock);
            for (int i = 0; i < 4; i++) {
                int release = releases.size() - 1 - i;
                ApprovalSubject subject = new ApprovalSubject(
                        "production", new Digest(releases.get(release)), Digest.of("config"), Digest.of("plan " + i));
                String id = "canary/main#" + (release + 1) + "/production";
                gates.open(
                        new ApprovalRequest(
                                id,
                                "canary/main#" + (release + 1),
                                subject,
                                versions.get(release),
                                versions.get(Math.max(0, release - 1)),
                                i == 0 ? HOSTILE : "Fixes the depot bug that players reported on Friday.",
                                "anna",
                                List.of("Anna <anna@example.org>", HOSTILE),
                                List.of(new ApprovalRequest.Migration(
                                        (50 + release) + ".lua", "adds a column, instant")),
                                List.of(
                                        new ApprovalRequest.Evidence("tests", "412 passed", ""),
                                        new ApprovalRequest.Evidence("benchmark", "no regression", ""),
                                        new ApprovalRequest.Evidence("scan", "0 new findings", "")),
                                ApprovalPolicy.of(ApprovalRule.parse("2 of group:ops")),
                                List.of()),
                        person("anna", Set.of("dev")));
                gates.approve(id, ben, subject.hash(), "looked at the diff " + (i == 0 ? HOSTILE : ""));
                if (i == 2) {
                    gates.approve(id, zoe, subject.hash(), "");
                } else if (i == 3) {
                    gates.deny(id, zoe, subject.hash(), "not on a Friday");
                }
            }
        }
    }

    private static Person person(String id, Set<String> groups) {
        return new Person(id, "sample", Set.of(), groups, Set.of());
    }

    private void add(String type, Instant time, String actor, String environment, String release, ObjectNode payload) {
        events.add(new LedgerEvent(
                type,
                1,
                time.isAfter(now) ? now : time,
                new Actor(actor, actor.equals("aviary") ? "system" : "jenkins"),
                payload.path("deployment").asText("canary/main"),
                environment,
                release,
                payload));
    }

    private void append() {
        try (FileStore store = FileStore.open(home.resolve("ledger"), Clock.systemUTC(), Duration.ZERO)) {
            for (int from = 0; from < events.size(); from += BATCH) {
                store.append(events.subList(from, Math.min(events.size(), from + BATCH)).stream()
                        .map(LedgerEvent::bytes)
                        .toList());
            }
        }
    }

    private static ObjectNode payload() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static String configuration() {
        StringBuilder text = new StringBuilder("""
                version: 1
                hosts:
                """);
        for (int host = 1; host <= 4; host++) {
            text.append("  game-" + host + ": {address: game-" + host
                    + ".example.org, user: aviary, credentials: game-key, hostKey: ssh-ed25519 AAAA}\n");
        }
        text.append("environments:\n");
        worlds(text, "staging", STAGING, "");
        worlds(text, "production", PRODUCTION, "    policy: {after: [staging], soak: 1h}\n");
        return text.toString();
    }

    private static void worlds(StringBuilder text, String environment, List<String> worlds, String policy) {
        text.append("  ").append(environment).append(":\n").append(policy).append("    worlds:\n");
        for (int w = 0; w < worlds.size(); w++) {
            text.append("      " + worlds.get(w) + ": {host: game-" + (w % 4 + 1) + ", path: /srv/" + environment + "/"
                    + worlds.get(w) + "}\n");
        }
        if (environment.equals("production")) {
            text.append("      jadebra: {host: game-1, path: /srv/production/jadebra}\n");
        }
    }
}
