package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.model.Digest;

/**
 * A whole release in a world folder.
 *
 * @param name the name of its folder
 * @param digest the artifact's digest
 */
public record InstalledRelease(String name, Digest digest) {}
