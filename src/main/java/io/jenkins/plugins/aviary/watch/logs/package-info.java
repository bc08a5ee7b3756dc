/** Analyses the logs of game servers: what went wrong, how often, and what is new since the last release. */
package io.jenkins.plugins.aviary.watch.logs;
