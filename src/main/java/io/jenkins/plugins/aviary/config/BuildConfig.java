package io.jenkins.plugins.aviary.config;

import java.util.List;

/**
 * How the server is built.
 *
 * @param source the folder with {@code CMakePresets.json}, relative to the workspace
 * @param preset the configure preset of a release
 * @param testPreset the configure preset whose tests are run, or empty for none
 * @param definitions CMake cache entries given to both, as {@code NAME=VALUE}
 */
public record BuildConfig(String source, String preset, String testPreset, List<String> definitions) {
    /** Copies the definitions. */
    public BuildConfig {
        definitions = List.copyOf(definitions);
    }
}
