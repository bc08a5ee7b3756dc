package io.jenkins.plugins.aviary.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.EventProof;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.ledger.VerifierKey;
import io.jenkins.plugins.aviary.model.Environment;
import io.jenkins.plugins.aviary.model.WhenBusy;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks the read model of a made-up installation, which nothing but its last test writes to. */
class DashboardApiTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static SampleInstallation sample;
    private static Ledger ledger;
    private static DashboardApi api;

    @BeforeAll
    static void open() throws IOException {
        sample = SampleInstallation.make(folder, 200, 0, NOW);
        ledger = Ledger.inHomeForReading(sample.home(), Clock.fixed(NOW, ZoneOffset.UTC));
        VerifierKey key = VerifierKey.parse(Files.readString(sample.home().resolve("ledger/signing.pub")));
        List<Environment> environments =
                List.copyOf(AviaryConfig.read(sample.workspace().resolve("aviary.yml"), Map.of())
                        .environments()
                        .values());
        api = new DashboardApi(new Installation(
                ledger,
                () -> environments,
                FolderArtifactStore.inHome(sample.home()),
                () -> List.of(key),
                Clock.fixed(NOW, ZoneOffset.UTC)));
    }

    @AfterAll
    static void close() {
        ledger.close();
    }

    @Test
    void showsWhatEveryWorldRunsAndWhereThatIsNotAsItShouldBe() throws Exception {
        JsonNode board = get("board");

        assertThat(names(board.path("environments"))).containsExactly("staging", "production");
        JsonNode production = board.path("environments").path(1);
        assertThat(production.path("after").path(0).asText()).isEqualTo("staging");
        assertThat(cell(production, "antica").path("state").asText()).isEqualTo("current");
        assertThat(cell(production, "celesta").path("state").asText()).isEqualTo("deploying");
        assertThat(cell(production, "inabra").path("state").asText()).isEqualTo("behind");
        assertThat(cell(production, "firmera").path("state").asText()).isEqualTo("differs");
        assertThat(cell(production, "jadebra").path("state").asText()).isEqualTo("never");
        assertThat(cell(production, "harmonia").path("health").path("state").asText())
                .isEqualTo("down");
        assertThat(board.path("running")).hasSize(2);
        assertThat(board.path("waiting").asInt()).isEqualTo(2);
    }

    @Test
    void showsWhoDeliversAndWhoWaitsBehindThem(@TempDir Path home) throws Exception {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        List<Environment> environments =
                List.copyOf(AviaryConfig.read(sample.workspace().resolve("aviary.yml"), Map.of())
                        .environments()
                        .values());
        try (Ledger own = LocalLedger.open(home, clock)) {
            EnvironmentTurns turns = new EnvironmentTurns(own, clock);
            for (String id : List.of("first", "second")) {
                turns.request(
                        new EnvironmentTurns.Request(
                                id,
                                "production",
                                "test",
                                "run <b>" + id,
                                "deployRelease",
                                "",
                                new Actor("ben", "test")),
                        WhenBusy.QUEUE);
            }
            DashboardApi pages = new DashboardApi(
                    new Installation(own, () -> environments, FolderArtifactStore.inHome(home), List::of, clock));

            JsonNode board =
                    JSON.readTree(pages.get("board", Map.of()).orElseThrow().body());

            assertThat(board.path("environments").path(0).path("turns")).isEmpty();
            JsonNode queue = board.path("environments").path(1).path("turns");
            assertThat(queue.findValuesAsText("turn")).containsExactly("first", "second");
            assertThat(queue.path(0).path("actor").asText()).isEqualTo("ben");
            assertThat(queue.path(0).path("since").asText()).isEqualTo(NOW.toString());
        }
    }

    @Test
    void showsWorldsThatTheConfigurationNoLongerHas() throws Exception {
        DashboardApi without = new DashboardApi(new Installation(
                ledger,
                List::of,
                FolderArtifactStore.inHome(sample.home()),
                List::of,
                Clock.fixed(NOW, ZoneOffset.UTC)));

        JsonNode board =
                JSON.readTree(without.get("board", Map.of()).orElseThrow().body());

        assertThat(names(board.path("environments"))).containsExactly("production", "staging");
        assertThat(board.path("environments").path(0).path("configured").asBoolean())
                .isFalse();
        assertThat(cell(board.path("environments").path(0), "antica")
                        .path("state")
                        .asText())
                .isEqualTo("unmanaged");
    }

    @Test
    void listsDeploymentsNewestFirstPageByPage() throws Exception {
        JsonNode first = get("deployments", "limit", "10");
        JsonNode second = get("deployments", "limit", "10", "skip", "10");

        assertThat(first.path("items")).hasSize(10);
        assertThat(first.path("total").asInt()).isGreaterThan(150);
        assertThat(first.path("items").path(9).path("sequence").asLong())
                .isGreaterThan(second.path("items").path(0).path("sequence").asLong());
        JsonNode bad = get("deployments", "world", "antica", "result", "rolledback");
        assertThat(bad.path("items"))
                .isNotEmpty()
                .allMatch(one -> one.path("result").asText().equals("rolledback")
                        && one.path("world").asText().equals("antica"));
        assertThat(get("deployments", "skip", "100000").path("items")).isEmpty();
    }

    @Test
    void drawsATimelineOfBoundedSize() throws Exception {
        JsonNode timeline = get("timeline", "environment", "production");

        assertThat(timeline.path("lanes"))
                .isNotEmpty()
                .allMatch(lane -> lane.asText().startsWith("production/"));
        assertThat(timeline.path("bars").size()).isBetween(9, 1500);
        Instant first =
                Instant.parse(timeline.path("bars").path(0).path("started").asText());
        Duration shown =
                Duration.between(first, Instant.parse(timeline.path("to").asText()));
        assertThat(Instant.parse(timeline.path("from").asText()))
                .as("begins where the newest deliveries do, with a little room before them")
                .isBefore(first)
                .isAfter(first.minus(shown.dividedBy(10)));
        assertThat(get("timeline", "from", "2020-01-01T00:00:00Z", "to", "2020-02-01T00:00:00Z")
                        .path("bars"))
                .isEmpty();
        assertThat(status("timeline", "from", "2026-02-01T00:00:00Z", "to", "2026-01-01T00:00:00Z"))
                .isEqualTo(400);
    }

    @Test
    void tellsWhatIsInAReleaseAndWhatItWentThrough() throws Exception {
        String newest = sample.releases().get(sample.releases().size() - 1);
        JsonNode release = get("releases/" + newest);

        assertThat(release.path("artifact").path("name").asText()).isEqualTo("canary");
        assertThat(release.path("artifact").path("fileCount").asInt()).isEqualTo(17);
        assertThat(release.path("gates")).hasSize(1);
        assertThat(release.path("running")).isNotEmpty();
        assertThat(release.path("events").path(0).path("type").asText()).isEqualTo("build.finished");
        JsonNode old = get("releases/" + sample.releases().get(0));
        assertThat(old.has("artifact")).isFalse();
        assertThat(status("releases/" + "0".repeat(64))).isEqualTo(404);
        assertThat(status("releases/../../etc/passwd")).isEqualTo(404);
    }

    @Test
    void comparesTwoReleasesFileByFile() throws Exception {
        List<String> all = sample.releases();
        JsonNode comparison = get("compare", "from", all.get(all.size() - 2), "to", all.get(all.size() - 1));

        assertThat(comparison.path("added").asInt()).isEqualTo(1);
        assertThat(comparison.path("removed").asInt()).isEqualTo(1);
        assertThat(comparison.path("changed").asInt()).isGreaterThan(1);
        assertThat(comparison.path("properties").path(0).path("name").asText()).isEqualTo("compiler");
        assertThat(get("compare", "from", "2.0.0", "to", "2.0.1")
                        .path("from")
                        .path("release")
                        .asText())
                .isEqualTo(all.get(0));
        assertThat(status("compare", "from", "nothing", "to", "2.0.1")).isEqualTo(400);
    }

    @Test
    void tellsTheStagesOfARolloutWithItsMetrics() throws Exception {
        JsonNode newest =
                get("rollouts", "environment", "production").path("items").path(0);
        JsonNode rollout = get("rollouts/" + newest.path("id").asText());

        assertThat(newest.path("result").asText()).isEqualTo("running");
        JsonNode stages = rollout.path("story").path("stages");
        assertThat(names(stages)).containsExactly("first world", "a third", "all worlds");
        assertThat(stages.path(0).path("state").asText()).isEqualTo("passed");
        assertThat(stages.path(1).path("state").asText()).isEqualTo("running");
        assertThat(stages.path(2).path("state").asText()).isEqualTo("waiting");
        assertThat(stages.path(0).path("metrics")).hasSize(4);
        assertThat(stages.path(0).path("metrics").path(0).path("control")).hasSize(60);
        assertThat(status("rollouts/none")).isEqualTo(404);
    }

    @Test
    void listsTheGatesThatWaitAndThoseThatEnded() throws Exception {
        assertThat(get("approvals", "state", "waiting").path("items")).hasSize(2);
        JsonNode settled = get("approvals", "state", "settled").path("items");
        assertThat(settled).hasSize(2);
        assertThat(settled.findValuesAsText("state")).contains("approved", "denied");
        JsonNode waiting = get("approvals", "state", "waiting").path("items").path(0);
        assertThat(waiting.path("votes").path(0).path("voter").asText()).isEqualTo("ben");
        assertThat(waiting.path("missing").path(0).asText()).isEqualTo("1 of group:ops");
    }

    @Test
    void findsEventsByTypePersonEnvironmentWorldAndTime() throws Exception {
        JsonNode found =
                get("events", "type", "deployment", "world", "antica", "environment", "production", "limit", "20");

        assertThat(found.path("events"))
                .hasSize(20)
                .allMatch(event -> event.path("type").asText().startsWith("deployment.")
                        && event.path("fields").path("world").asText().equals("antica"));
        JsonNode next = get(
                "events",
                "type",
                "deployment",
                "world",
                "antica",
                "environment",
                "production",
                "before",
                found.path("next").asText());
        assertThat(next.path("events").path(0).path("sequence").asLong())
                .isLessThan(found.path("next").asLong());
        assertThat(get("events", "actor", "nobody").path("events")).isEmpty();
        assertThat(get("facets").path("worlds").toString()).contains("antica");
        assertThat(get("events/0").path("leafHash").asText()).hasSize(64);
        assertThat(status("events/999999999")).isEqualTo(404);
        assertThat(status("events/-1")).isEqualTo(404);
        assertThat(status("proofs/99999999999")).isEqualTo(404);
        assertThat(status("proofs/999999999")).isEqualTo(404);
    }

    @Test
    void verifiesTheLedgerAndProvesAnEvent() throws Exception {
        JsonNode verified = get("verification");

        assertThat(verified.path("intact").asBoolean()).isTrue();
        assertThat(verified.path("vouched").asLong()).isEqualTo(ledger.size());
        EventProof proof = JSON.readerFor(EventProof.class)
                .readValue(api.get("proofs/3", Map.of()).orElseThrow().body());
        assertThat(proof.holds(
                        List.of(VerifierKey.parse(verified.path("keys").path(0).asText()))))
                .isTrue();
    }

    @Test
    void exportsTheLedgerAsAnArchive() throws Exception {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        api.export(archive);

        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive.toByteArray()))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(names).contains("ledger/events.jsonl", "ledger/leaf-hashes", "ledger/checkpoints.jsonl");
    }

    @Test
    void tellsTheFiveFiguresAndTheSeries() throws Exception {
        JsonNode figures = get("dora", "days", "90");

        assertThat(figures.path("environment").asText()).isEqualTo("production");
        assertThat(figures.path("now").path("deployments").asInt()).isPositive();
        assertThat(figures.path("weeks")).hasSize(12);
        JsonNode benchmarks = get("trends", "kind", "benchmark").path("items");
        assertThat(names(benchmarks)).contains("map/load");
        assertThat(benchmarks.path(0).path("points").path(0).path("value").isNumber())
                .isTrue();
        assertThat(names(get("trends", "kind", "backup").path("items"))).contains("production/antica");
        assertThat(names(get("trends", "kind", "build").path("items")))
                .containsExactly("build linux-release", "pipeline canary/main");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(api.get("secrets", Map.of())).isEmpty();
        assertThat(api.get("", Map.of())).isEmpty();
        assertThat(status("board", "x", "1")).isEqualTo(400);
        assertThat(status("deployments", "limit", "100000")).isEqualTo(400);
        assertThat(status("deployments", "limit", "many")).isEqualTo(400);
        assertThat(status("deployments", "result", "odd")).isEqualTo(400);
        assertThat(status("events", "from", "yesterday")).isEqualTo(400);
        for (String address : List.of("events", "deployments", "timeline")) {
            for (String end : List.of("from", "to")) {
                assertThat(status(address, end, "-999999999-01-01T00:00:00Z")).isEqualTo(400);
                assertThat(status(address, end, "+999999999-12-31T23:59:59Z")).isEqualTo(400);
            }
        }
        assertThat(status("events", "from", "0001-01-01T00:00:00Z", "to", "9999-12-31T23:59:59Z"))
                .isEqualTo(200);
        assertThat(status("events", "limit", "500")).isEqualTo(200);
        assertThat(status("events", "limit", "501")).isEqualTo(400);
        assertThat(status("events", "type", "x".repeat(301))).isEqualTo(400);
        assertThat(api.get("deployments", Map.of("world", List.of("a", "b")))
                        .orElseThrow()
                        .status())
                .isEqualTo(400);
    }

    @Test
    void givesTheSameTagForTheSameAnswerAndAnotherOnceSomethingHappened() throws Exception {
        Path other = folder.resolve("other");
        SampleInstallation small = SampleInstallation.make(other, 20, 0, NOW);
        try (Ledger written = Ledger.inHome(small.home(), "sample", Clock.systemUTC(), Duration.ZERO)) {
            DashboardApi live = new DashboardApi(new Installation(
                    written,
                    List::of,
                    FolderArtifactStore.inHome(small.home()),
                    List::of,
                    Clock.fixed(NOW, ZoneOffset.UTC)));
            Response before = live.get("board", Map.of()).orElseThrow();
            assertThat(live.get("board", Map.of()).orElseThrow().etag()).isEqualTo(before.etag());
            assertThat(before.isKnownTo(before.etag())).isTrue();
            assertThat(before.isKnownTo("\"other\", W/" + before.etag())).isTrue();
            assertThat(before.isKnownTo("\"other\"")).isFalse();
            assertThat(before.isKnownTo(null)).isFalse();

            written.append(new LedgerEvent(
                    "deployment.started",
                    1,
                    NOW,
                    new Actor("anna", "test"),
                    "run",
                    "production",
                    "a".repeat(64),
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("deployment", "new")
                            .put("world", "antica")));

            assertThat(live.get("board", Map.of()).orElseThrow().etag()).isNotEqualTo(before.etag());
        }
    }

    @Test
    void hasNoAddressThatTheReferenceDoesNotDescribe() throws Exception {
        String reference = Files.readString(Path.of("docs/reference/rest.md"));
        String openapi = Files.readString(Path.of("docs/reference/openapi.yaml"));
        Set<String> missing = new TreeSet<>();
        api.addresses().forEach((name, address) -> {
            String shown = name.replace("/*", "/{");
            if (!reference.contains("`" + shown) || !openapi.contains("/api/" + shown)) {
                missing.add(name);
            }
            address.parameters().stream()
                    .filter(parameter -> !openapi.contains("name: " + parameter))
                    .forEach(parameter -> missing.add(name + "?" + parameter));
        });
        assertThat(missing).isEmpty();
    }

    @Test
    void answersInTheShapesThatTheReferenceGives() throws Exception {
        JsonNode openapi = new ObjectMapper(new YAMLFactory())
                .readTree(Files.readString(Path.of("docs/reference/openapi.yaml"))
                        .replace("#/components/schemas/", "#/$defs/"));
        Map<String, String> examples = Map.of(
                "{digest}", sample.releases().get(sample.releases().size() - 1),
                "{id}",
                        get("rollouts", "environment", "production")
                                .path("items")
                                .path(0)
                                .path("id")
                                .asText(),
                "{number}", "5");
        for (Map.Entry<String, JsonNode> path : openapi.path("paths").properties()) {
            JsonNode schema = path.getValue().at("/get/responses/200/content/application~1json/schema");
            String address = path.getKey().replace("/api/", "");
            for (Map.Entry<String, String> example : examples.entrySet()) {
                address = address.replace(example.getKey(), example.getValue());
            }
            if (!schema.isMissingNode()) {
                ObjectNode whole = schema.deepCopy();
                whole.set("$defs", openapi.at("/components/schemas"));
                JsonNode answer = address.equals("compare")
                        ? get(
                                address,
                                "from",
                                sample.releases().get(sample.releases().size() - 2),
                                "to",
                                examples.get("{digest}"))
                        : get(address);
                assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                                .getSchema(whole)
                                .validate(answer))
                        .as(address)
                        .isEmpty();
            }
        }
    }

    private static JsonNode get(String path, String... query) throws IOException {
        Response response = api.get(path, parameters(query)).orElseThrow();
        assertThat(response.status())
                .as(new String(response.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static int status(String path, String... query) {
        return api.get(path, parameters(query)).orElseThrow().status();
    }

    private static Map<String, List<String>> parameters(String... query) {
        Map<String, List<String>> parameters = new java.util.HashMap<>();
        for (int i = 0; i < query.length; i += 2) {
            parameters.put(query[i], List.of(query[i + 1]));
        }
        return parameters;
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.forEach(item -> names.add(item.path("name").asText()));
        return names;
    }

    private static JsonNode cell(JsonNode environment, String world) {
        for (JsonNode cell : environment.path("worlds")) {
            if (cell.path("name").asText().equals(world)) {
                return cell;
            }
        }
        throw new AssertionError("no world " + world);
    }
}
