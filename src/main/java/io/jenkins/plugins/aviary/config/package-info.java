/**
 * Reads {@code aviary.yml}: the server, its environments and worlds, and the policies that hold for them, with
 * errors that name file, line and key.
 */
package io.jenkins.plugins.aviary.config;
