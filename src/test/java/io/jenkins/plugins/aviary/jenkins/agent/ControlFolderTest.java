package io.jenkins.plugins.aviary.jenkins.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlFolderTest {
    @TempDir
    private Path folder;

    @Test
    void nobodyElseCanReadTheRequestOrASecret() throws IOException {
        Path control = folder.resolve("workspace@tmp").resolve("aviary-1");
        new PrepareControl("{}", "", new HashMap<>(Map.of("game-host", "secret"))).invoke(control.toFile(), null);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(control)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(control.resolve("secrets/game-host"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(control.resolve("request.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aPreparationTellsNoSecret() {
        assertThat(new PrepareControl("{}", "", new HashMap<>(Map.of("game-host", "secret"))).toString())
                .doesNotContain("secret");
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "what only the agent may read");
        Path link = Files.createSymbolicLink(folder.resolve("result.json"), secret);
        assertThat(new ReadBounded(0, 100).invoke(link.toFile(), null)).isEmpty();
    }

    @Test
    void noMoreIsReadThanAskedFor() throws IOException {
        Path file = Files.writeString(folder.resolve("events.jsonl"), "0123456789");
        assertThat(new ReadBounded(4, 3).invoke(file.toFile(), null)).containsExactly('4', '5', '6');
        assertThat(new ReadBounded(10, 3).invoke(file.toFile(), null)).isEmpty();
    }

    @Test
    void aScriptWithQuotesInItsPathsIsOneCommand() {
        assertThat(EngineScript.of("/opt/it's/java", "/a/engine.jar", "/w s@tmp/aviary-1"))
                .startsWith("#!/bin/sh\n")
                .contains("java='/opt/it'\\''s/java'")
                .contains("'/w s@tmp/aviary-1'");
    }
}
