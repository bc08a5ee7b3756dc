package io.jenkins.plugins.aviary.rollout;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Events;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.operation.Secrets;
import io.jenkins.plugins.aviary.testing.Unwatched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What a rollout of simulated worlds runs in; it remembers what it was told. */
final class SimulatedSurroundings implements OperationLog, Events, Secrets {
    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<String> lines = new CopyOnWriteArrayList<>();
    private final Path folder;
    Clock clock = Clock.systemUTC();

    SimulatedSurroundings(Path folder) {
        this.folder = folder;
    }

    RunContext context() {
        return new RunContext(
                folder,
                folder,
                this,
                Unwatched.PROGRESS,
                request -> {
                    throw new AssertionError("no program is run");
                },
                this,
                this,
                clock,
                Map.of());
    }

    /** Puts a release of one file into the artifact store. */
    String stored(String version, Map<String, String> properties) throws IOException {
        return stored(version, properties, Map.of());
    }

    /** The same with more files, by their paths. */
    String stored(String version, Map<String, String> properties, Map<String, String> more) throws IOException {
        Map<String, String> texts = new TreeMap<>(more);
        texts.put("canary", version);
        List<ArtifactFile> files = new ArrayList<>();
        Map<Digest, Path> places = new HashMap<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path file = Files.writeString(
                    folder.resolve("file-of-" + version + "-" + text.getKey().replace('/', '-')), text.getValue());
            Digest digest = Digest.of(file);
            files.add(new ArtifactFile(text.getKey(), text.getKey().equals("canary"), Files.size(file), digest));
            places.put(digest, file);
        }
        ArtifactManifest manifest = new ArtifactManifest("canary", version, "", properties, files);
        return FolderArtifactStore.inHome(folder).put(manifest, places).hex();
    }

    @Override
    public Secret text(String id) {
        throw new OperationFailure("There is no credential '" + id + "'");
    }

    @Override
    public String username(String id) {
        return "";
    }

    @Override
    public void record(Event event) {
        events.add(event);
    }

    @Override
    public void info(String line) {
        lines.add(line);
    }

    @Override
    public void warn(String line) {
        lines.add("WARN " + line);
    }

    @Override
    public void error(String line) {
        lines.add("ERROR " + line);
    }

    @Override
    public void output(String line) {
        lines.add(line);
    }
}
