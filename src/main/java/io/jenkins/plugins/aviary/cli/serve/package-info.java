/** Serves the pages on this machine, to a browser on this machine. */
package io.jenkins.plugins.aviary.cli.serve;
