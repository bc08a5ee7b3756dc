/** The scripts in an artifact, read and never run: Lua and SQL, cut into words. */
package io.jenkins.plugins.aviary.artifact.script;
