/** Keeps artifacts by content: a manifest names every file by its digest, and the manifest's digest names the artifact. */
package io.jenkins.plugins.aviary.artifact;
