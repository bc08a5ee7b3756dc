/** Looks after running servers: key figures, log analysis, alerts, capacity. */
package io.jenkins.plugins.aviary.watch;
