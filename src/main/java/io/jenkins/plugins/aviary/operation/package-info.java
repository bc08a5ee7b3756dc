/**
 * What one Aviary operation is, how its parameters are read, and what it runs in: workspace, log, progress,
 * processes, secrets, clock, events.
 */
package io.jenkins.plugins.aviary.operation;
