package io.jenkins.plugins.aviary.host;

/**
 * What an installation did.
 *
 * @param release the name of the release's folder
 * @param files how many files the release has
 * @param bytes how many bytes they have together
 * @param sentBytes how many bytes travelled to the host: content, links and indexes, before encryption
 * @param alreadyThere whether the host had the whole release, so that it was only verified
 */
public record InstallReport(String release, int files, long bytes, long sentBytes, boolean alreadyThere) {}
