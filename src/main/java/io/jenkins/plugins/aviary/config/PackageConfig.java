package io.jenkins.plugins.aviary.config;

import java.util.List;
import java.util.Map;

/**
 * What is put into a release.
 *
 * @param name the artifact's name
 * @param include patterns of files, relative to the source folder, that go into the release under their own path
 * @param exclude patterns of files that stay out
 * @param files single files by their path in the release, with their path relative to the source folder;
 *     {@code ${build}} stands for the build folder of the release preset
 * @param executable patterns of files in the release that must be executable
 */
public record PackageConfig(
        String name, List<String> include, List<String> exclude, Map<String, String> files, List<String> executable) {
    /** Copies the lists. */
    public PackageConfig {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        files = Map.copyOf(files);
        executable = List.copyOf(executable);
    }
}
