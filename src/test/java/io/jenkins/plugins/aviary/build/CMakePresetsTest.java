package io.jenkins.plugins.aviary.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CMakePresetsTest {
    @TempDir
    Path source;

    @BeforeEach
    void presets() throws IOException {
        Files.writeString(source.resolve("CMakePresets.json"), """
                {
                  "version": 4,
                  "include": ["more.json"],
                  "configurePresets": [
                    {"name": "base", "hidden": true, "generator": "Ninja", "binaryDir": "${sourceDir}/build/${presetName}"},
                    {"name": "linux-release", "inherits": "base"},
                    {"name": "linux-debug", "inherits": ["nothing", "base"], "binaryDir": "$env{OUT}/x-${presetName}"}
                  ]
                }
                """);
        Files.writeString(source.resolve("more.json"), """
                {"version": 4, "configurePresets": [{"name": "plain"}], "include": ["CMakePresets.json"]}
                """);
    }

    @Test
    void findsTheBuildFolderThroughInheritanceAndMacros() {
        CMakePresets presets = CMakePresets.read(source, Map.of("OUT", "/tmp/out"));

        assertThat(presets.buildFolder("linux-release")).isEqualTo(source.resolve("build/linux-release"));
        assertThat(presets.buildFolder("linux-debug")).isEqualTo(Path.of("/tmp/out/x-linux-debug"));
        assertThat(presets.buildFolder("plain")).isEqualTo(source.resolve("build/plain"));
    }

    @Test
    void offersNoHiddenPreset() {
        assertThat(CMakePresets.read(source, Map.of()).names())
                .containsExactlyInAnyOrder("linux-release", "linux-debug", "plain");
        assertThatThrownBy(() -> CMakePresets.read(source, Map.of()).buildFolder("base"))
                .isInstanceOf(InvalidParameter.class);
    }

    @Test
    void namesTheNearestPreset() {
        assertThatThrownBy(() -> CMakePresets.read(source, Map.of()).buildFolder("linux-relase"))
                .hasMessageContaining("did you mean 'linux-release'?");
    }

    @Test
    void saysWhereTheJsonIsWrong() throws IOException {
        Files.writeString(source.resolve("more.json"), "{\n\"version\": oops}");

        assertThatThrownBy(() -> CMakePresets.read(source, Map.of()))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("more.json:2: this is not valid JSON");
    }

    @Test
    void saysThatThereAreNone() {
        assertThatThrownBy(() -> CMakePresets.read(source.resolve("elsewhere"), Map.of()))
                .hasMessageContaining("There is no")
                .hasMessageContaining("CMakePresets.json");
    }
}
