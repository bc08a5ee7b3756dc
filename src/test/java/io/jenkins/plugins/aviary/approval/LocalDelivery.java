package io.jenkins.plugins.aviary.approval;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.LedgerEvents;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.operation.Secrets;
import io.jenkins.plugins.aviary.testing.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A workspace with an {@code aviary.yml}, an artifact and a ledger, whose clock the test moves. */
public final class LocalDelivery {
    public static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

    private final Path workspace;
    private final MovableClock clock = new MovableClock(START);
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    public LocalDelivery(Path workspace, String yaml) throws IOException {
        this.workspace = workspace;
        Files.writeString(workspace.resolve("aviary.yml"), yaml);
    }

    public void configure(String yaml) throws IOException {
        Files.writeString(workspace.resolve("aviary.yml"), yaml);
    }

    public Path home() {
        return workspace.resolve(".aviary");
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    public void pass(Duration time) {
        clock.move(time);
    }

    public Clock clock() {
        return clock;
    }

    /** Keeps an artifact with one migration in it. */
    public Digest artifact(String version, String migration) throws IOException {
        Path file = Files.writeString(workspace.resolve("1.lua"), migration);
        Path binary = Files.writeString(workspace.resolve("canary-" + version), "binary " + version);
        Map<Digest, Path> files = Map.of(Digest.of(file), file, Digest.of(binary), binary);
        return FolderArtifactStore.inHome(home())
                .put(
                        new ArtifactManifest(
                                "canary",
                                version,
                                "",
                                Map.of(),
                                List.of(
                                        new ArtifactFile("canary", true, Files.size(binary), Digest.of(binary)),
                                        new ArtifactFile(
                                                "data-sample/migrations/1.lua",
                                                false,
                                                Files.size(file),
                                                Digest.of(file)))),
                        files);
    }

    /** Puts an event into the ledger, as if it had just happened. */
    public void happened(String type, String environment, Digest release, ObjectNode payload) {
        try (Ledger ledger = LocalLedger.open(home(), clock())) {
            ledger.append(new LedgerEvent(
                    type,
                    1,
                    clock().instant(),
                    new Actor("somebody", "test"),
                    "run",
                    environment,
                    release.hex(),
                    payload));
        }
    }

    /** A rollout of a release to so many worlds that its events hide everything before from whoever reads the newest. */
    public void largeRollout(String environment, Digest release) {
        try (Ledger ledger = LocalLedger.open(home(), clock())) {
            IntStream.range(0, 2_100)
                    .parallel()
                    .forEach(i -> ledger.append(new LedgerEvent(
                            "deployment.started",
                            1,
                            clock().instant(),
                            new Actor("anna", "test"),
                            "run",
                            environment,
                            release.hex(),
                            payload().put("deployment", "large").put("world", "w" + i))));
        }
    }

    public static ObjectNode payload() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** What operations run in. Programs cannot be started. */
    public RunContext context() {
        return new RunContext(
                workspace,
                home(),
                new Lines(),
                new NoProgress(),
                request -> {
                    throw new OperationFailure("no programs here");
                },
                new NoSecrets(),
                event -> {
                    try (Ledger ledger = LocalLedger.open(home(), clock())) {
                        new LedgerEvents(ledger, new Actor("somebody", "test"), "run", clock()).record(event);
                    }
                },
                clock(),
                Map.of());
    }

    private final class Lines implements OperationLog {
        @Override
        public void info(String line) {
            lines.add(line);
        }

        @Override
        public void warn(String line) {
            lines.add(line);
        }

        @Override
        public void error(String line) {
            lines.add(line);
        }

        @Override
        public void output(String line) {
            lines.add(line);
        }
    }

    private static final class NoProgress implements Progress {
        @Override
        public Task begin(String what, long total, String unit) {
            throw new UnsupportedOperationException(what);
        }
    }

    private static final class NoSecrets implements Secrets {
        @Override
        public Secret text(String id) {
            throw new OperationFailure("no credentials here");
        }

        @Override
        public String username(String id) {
            return "";
        }
    }
}
