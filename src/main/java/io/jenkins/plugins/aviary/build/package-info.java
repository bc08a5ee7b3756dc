/**
 * Builds a C++ game server from its CMake presets, tests it, and packages it as a content-addressed artifact.
 */
package io.jenkins.plugins.aviary.build;
