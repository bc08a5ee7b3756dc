package io.jenkins.plugins.aviary.jenkins.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.model.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent sends of an artifact is of the size and content that its manifest says, or nothing of it is kept. */
class BlobTransferTest {
    @TempDir
    private Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static BlobFolder.Blob blob(String text) {
        return new BlobFolder.Blob(Digest.of(bytes(text)).hex(), bytes(text).length);
    }

    @Test
    void oneStreamIsSplitIntoTheFilesThatWereAskedFor() throws IOException {
        List<BlobFolder.Blob> wanted = List.of(blob("first"), blob(""), blob("second"));
        try (BlobSink sink = new BlobSink(folder, wanted)) {
            sink.write(bytes("firs"));
            sink.write(bytes("tsec"));
            sink.write(bytes("ond"));
        }
        assertThat(folder.resolve(wanted.get(0).hex())).hasContent("first");
        assertThat(folder.resolve(wanted.get(2).hex())).hasContent("second");
    }

    @Test
    void moreThanWasAskedForIsRefused() throws IOException {
        try (BlobSink sink = new BlobSink(folder, List.of(blob("first")))) {
            assertThatThrownBy(() -> sink.write(bytes("first and more"))).isInstanceOf(EngineDistrusted.class);
        }
    }

    @Test
    void whatIsNotWhatItsNameSaysIsNotKept() {
        BlobFolder.Blob promised = blob("promised");
        Path place = folder.resolve("kept");
        assertThatThrownBy(() -> BlobFolder.place(place, new ByteArrayInputStream(bytes("replaced")), promised))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(promised.hex());
        assertThat(place).doesNotExist();
        assertThat(folder.toFile().list()).isEmpty();
    }

    @Test
    void aStreamThatEndsTooEarlyLeavesNothing() throws IOException {
        Path place = folder.resolve("kept");
        assertThatThrownBy(() -> BlobFolder.place(place, new ByteArrayInputStream(bytes("short")), blob("much longer")))
                .isInstanceOf(IOException.class);
        assertThat(Files.exists(place)).isFalse();
    }
}
