package io.jenkins.plugins.aviary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.aviary.cli.pipeline.PipelineRunner;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineResult;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.operation.ProcessTrees;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines that look at the sample server's sources: what is wrong in them, what is new, and who is told. */
@Tag("integration")
@Timeout(600)
class ReleasePipelinesTest {
    private static final Path SOURCES = Path.of("examples/server");
    private static final Path PIPELINES = Path.of("examples/pipelines");

    @TempDir
    Path folder;

    private final RecordedRun run = new RecordedRun().with("release-hook", "a key to sign with");
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private HttpServer hook;
    private Path workspace;

    @BeforeEach
    void sourcesWithAVersionAndAHook() throws Exception {
        workspace = Files.createDirectories(folder.resolve("workspace"));
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = workspace.resolve(SOURCES.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        try (Git git = Git.init().setDirectory(workspace.toFile()).call()) {
            commit(git, "feat: the sample server");
            git.tag().setName("v1.0.0").setAnnotated(false).setSigned(false).call();
            Files.writeString(workspace.resolve("data-sample/migrations/6.lua"), "-- six\n");
            commit(
                    git,
                    "feat(market): offers end by themselves\n\nBREAKING CHANGE: offers older than a month are gone");
        }
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", exchange -> {
            told.add(exchange.getRequestHeaders().getFirst("X-Aviary-Signature") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        hook.start();
    }

    @AfterEach
    void close() {
        hook.stop(0);
    }

    private static void commit(Git git, String message) throws Exception {
        git.add().addFilepattern(".").call();
        git.commit()
                .setMessage(message)
                .setSign(false)
                .setAuthor("Anna", "anna@example.org")
                .setCommitter("Anna", "anna@example.org")
                .call();
    }

    private PipelineResult play(String file, Map<String, String> parameters) {
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"));
        RunContext context = new RunContext(
                workspace,
                folder.resolve("home"),
                run,
                run,
                new ProcessTrees(environment),
                run,
                run,
                Clock.systemUTC(),
                environment);
        return PipelineRunner.of(PIPELINES.resolve(file), context)
                .catalogue(StepCatalogue.all())
                .parameters(parameters)
                .build()
                .run();
    }

    private Map<String, String> announcing(String from) {
        return Map.of(
                "FROM",
                from,
                "HOOK",
                "http://127.0.0.1:" + hook.getAddress().getPort() + "/releases",
                "INTERNAL",
                "true");
    }

    @Test
    void tellsWhatIsNewAndDoesNotMindADeadChannel() throws IOException {
        PipelineResult result = play("32-announce.Jenkinsfile", announcing(""));

        assertThat(result.result()).as(run.lines().toString()).isEqualTo(Result.SUCCESS);
        assertThat(workspace.resolve("release-notes.md"))
                .content()
                .contains("offers end by themselves", "Breaking changes", "Database migrations");
        assertThat(told).singleElement().asString().matches("(?s)t=\\d+,v1=[0-9a-f]{64} .*2\\.0\\.0 is ready.*");
        assertThat(run.lines()).anyMatch(line -> line.startsWith("WARN") && line.contains("127.0.0.1"));
    }

    @Test
    void tellsNobodyOfARangeThatIsNotThere() {
        PipelineResult result = play("32-announce.Jenkinsfile", announcing("v9.9.9"));

        assertThat(result.result()).isEqualTo(Result.FAILURE);
        assertThat(result.reason()).contains("v9.9.9");
        assertThat(told).isEmpty();
        assertThat(workspace.resolve("release-notes.md")).doesNotExist();
    }

    @Test
    void findsNothingNewInTheSourcesAndStopsABackDoor() {
        PipelineResult good = play("21-security.Jenkinsfile", Map.of());
        assertThat(good.result()).as(run.lines().toString()).isEqualTo(Result.SUCCESS);
        assertThat(workspace.resolve("scan-results/sbom.cdx.json")).isNotEmptyFile();

        PipelineResult bad = play("21-security.Jenkinsfile", Map.of("BACK_DOOR", "true"));
        assertThat(bad.result()).isEqualTo(Result.FAILURE);
        assertThat(bad.reason()).contains("bonus.lua");
        assertThat(workspace.resolve("data-sample/scripts/bonus.lua")).doesNotExist();
    }
}
