package io.jenkins.plugins.aviary.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.CanonicalJson;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseComparisonTest {
    private static final String OLD_COMMIT = "1111111111111111";
    private static final String NEW_COMMIT = "2222222222222222";

    @TempDir
    Path folder;

    private LocalDelivery delivery;

    @BeforeEach
    void start() throws IOException {
        delivery = new LocalDelivery(folder, "version: 1\n");
    }

    private FolderArtifactStore store() {
        return FolderArtifactStore.inHome(delivery.home());
    }

    private Digest release(String version, String commit, Map<String, String> contents) throws IOException {
        Map<Digest, Path> files = new HashMap<>();
        List<ArtifactFile> list = new ArrayList<>();
        for (Map.Entry<String, String> one : contents.entrySet()) {
            Path file = Files.writeString(Files.createTempFile(folder, "file", ""), one.getValue());
            files.put(Digest.of(file), file);
            list.add(new ArtifactFile(one.getKey(), false, Files.size(file), Digest.of(file)));
        }
        return store().put(new ArtifactManifest("canary", version, commit, Map.of(), list), files);
    }

    private void built(Digest release, String commit, String... history) {
        var event = LocalDelivery.payload().put("commit", commit);
        event.putArray("authors").add("Fritz");
        for (String line : history) {
            event.withArray("history").add(line);
        }
        delivery.happened("build.finished", "", release, event);
    }

    private void runs(String world, String version, String release) {
        delivery.happened(
                "deployment.finished",
                "production",
                new Digest(release),
                LocalDelivery.payload()
                        .put("deployment", world + version)
                        .put("world", world)
                        .put("version", version)
                        .put("result", "success"));
    }

    private List<ReleaseDifference> differences(Digest release) throws IOException {
        try (Ledger ledger = Ledger.inHomeForReading(delivery.home(), delivery.clock())) {
            return new ReleaseComparison(store(), ledger).with("production", release, store().manifest(release));
        }
    }

    @Test
    void tellsWhatAReleaseBringsOverWhatRuns() throws IOException {
        Digest old = release("1.9", OLD_COMMIT, Map.of("canary", "old", "data/a.lua", "same", "data/gone.lua", "x"));
        Digest fresh = release("2.0", NEW_COMMIT, Map.of("canary", "new!", "data/a.lua", "same", "data/b.lua", "12"));
        runs("one", "1.9", old.hex());
        runs("two", "1.9", old.hex());
        built(old, OLD_COMMIT, OLD_COMMIT + " 1767225600 - 0");
        built(
                fresh,
                NEW_COMMIT,
                NEW_COMMIT + " 1767225602 1 0",
                "3333333333333333 1767225601 2 0",
                OLD_COMMIT + " 1767225600 - 0");

        assertThat(differences(fresh)).singleElement().satisfies(one -> {
            assertThat(one.worlds()).containsExactly("one", "two");
            assertThat(one.lines())
                    .containsExactly(
                            "1.9 → 2.0 in one, two",
                            "commits 1111111111..2222222222, 2 of them: 2222222222, 3333333333",
                            "1 files added, 1 changed, 1 removed, 6 B: + data/b.lua, ~ canary, - data/gone.lua");
        });
    }

    @Test
    void tellsEachReleaseThatRunsAndNothingOfTheSame() throws IOException {
        Digest fresh = release("2.0", "", Map.of("canary", "new"));
        runs("one", "2.0", fresh.hex());
        assertThat(differences(fresh)).isEmpty();
        runs("two", "1.0", "ab".repeat(32));
        assertThat(differences(fresh))
                .singleElement()
                .satisfies(one -> assertThat(one.lines())
                        .containsExactly(
                                "1.0 → 2.0 in two", "which files differ is not known: what runs is not kept here"));
    }

    /** An event has 64 KiB; the request with all of it is one. */
    @Test
    void whatItTellsIsBoundedHoweverMuchDiffers() throws IOException {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            many.put("data/" + "x".repeat(500) + i, String.valueOf(i));
        }
        Digest fresh = release("2.0", NEW_COMMIT, many);
        for (int i = 0; i < 40; i++) {
            Digest old = release("1." + i % 6, "", Map.of("old/" + "z".repeat(500) + i % 6, String.valueOf(i % 6)));
            runs("world-" + "y".repeat(40) + i, "1." + i % 6, old.hex());
        }
        List<ReleaseDifference> differences = differences(fresh);
        assertThat(differences).hasSize(5);
        assertThat(CanonicalJson.text(CanonicalJson.tree(differences)).length()).isLessThan(12_000);
    }
}
