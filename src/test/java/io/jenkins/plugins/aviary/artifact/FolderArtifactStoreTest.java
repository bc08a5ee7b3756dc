package io.jenkins.plugins.aviary.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.model.ArtifactFile;
import io.jenkins.plugins.aviary.model.ArtifactManifest;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderArtifactStoreTest {
    @TempDir
    Path folder;

    private final Digest content = Digest.of("the server");
    private final ArtifactManifest manifest = new ArtifactManifest(
            "canary",
            "1.0.0",
            "abc",
            Map.of("preset", "linux-release"),
            List.of(new ArtifactFile("canary", true, 10, content)));

    @Test
    void namesAnArtifactByTheDigestOfItsManifest() throws IOException {
        ArtifactStore store = new FolderArtifactStore(folder.resolve("store"));
        Digest name = store.put(manifest, Map.of(content, write("canary", "the server")));

        assertThat(store.manifest(name)).isEqualTo(manifest);
        assertThat(new String(store.open(content).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("the server");
        assertThat(store.put(manifest, Map.of(content, write("canary", "the server"))))
                .isEqualTo(name);
        store.verify(name);
    }

    @Test
    void refusesAFileThatChangedWhileItWasPackaged() {
        ArtifactStore store = new FolderArtifactStore(folder.resolve("store"));

        assertThatThrownBy(() -> store.put(manifest, Map.of(content, write("canary", "changed it"))))
                .isInstanceOf(ArtifactDamaged.class)
                .hasMessageContaining("changed while it was packaged");
        assertThat(folder.resolve("store/manifests")).doesNotExist();
    }

    @Test
    void noticesAByteThatWasChangedOnTheDisk() throws IOException {
        ArtifactStore store = new FolderArtifactStore(folder.resolve("store"));
        Digest name = store.put(manifest, Map.of(content, write("canary", "the server")));
        Path blob = folder.resolve("store/blobs")
                .resolve(content.hex().substring(0, 2))
                .resolve(content.hex());
        Files.writeString(blob, "the Server");

        assertThatThrownBy(() -> store.verify(name))
                .isInstanceOf(ArtifactDamaged.class)
                .hasMessageContaining("content of canary was changed");
    }

    @Test
    void noticesAManifestThatWasChanged() throws IOException {
        ArtifactStore store = new FolderArtifactStore(folder.resolve("store"));
        Digest name = store.put(manifest, Map.of(content, write("canary", "the server")));
        Path file = folder.resolve("store/manifests").resolve(name.hex() + ".json");
        Files.writeString(file, Files.readString(file).replace("1.0.0", "1.0.1"));

        assertThatThrownBy(() -> store.manifest(name)).isInstanceOf(ArtifactDamaged.class);
    }

    @Test
    void saysWhereItLookedForAnArtifactThatItDoesNotHave() {
        ArtifactStore store = new FolderArtifactStore(folder.resolve("store"));

        assertThatThrownBy(() -> store.manifest(content))
                .isInstanceOf(UnknownArtifact.class)
                .hasMessageContaining(folder.resolve("store").toString());
    }

    @Test
    void refusesPathsThatLeadOutOfARelease() {
        for (String path : List.of("../x", "/etc/passwd", "a/../../b", "a//b", "a\\b", "a\nb", "", "a/", "./a")) {
            assertThatThrownBy(() -> new ArtifactFile(path, false, 1, content))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
