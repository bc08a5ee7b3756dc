package io.jenkins.plugins.aviary.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
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
        Digest old = release("1.9", "1111111aaaa", Map.of("canary", "old", "data/a.lua", "same", "data/gone.lua", "x"));
        Digest fresh =
                release("2.0", "2222222bbbb", Map.of("canary", "new!", "data/a.lua", "same", "data/b.lua", "12"));
        runs("one", "1.9", old.hex());
        runs("two", "1.9", old.hex());
        var built = LocalDelivery.payload().put("commit", "2222222bbbb");
        built.putArray("commits").addObject().put("id", "2222222bbbb").put("time", "2026-03-01T12:00:00Z");
        delivery.happened("build.finished", "", fresh, built);

        assertThat(differences(fresh)).singleElement().satisfies(one -> {
            assertThat(one.worlds()).containsExactly("one", "two");
            assertThat(one.lines())
                    .containsExactly(
                            "1.9 → 2.0 in one, two",
                            "commits 1111111aaa..2222222bbb: 1, 2222222bbb",
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
}
