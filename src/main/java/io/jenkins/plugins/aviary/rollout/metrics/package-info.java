/** Measures worlds for the judge: Prometheus's text and its server, the status protocol, SQL and rates in logs. */
package io.jenkins.plugins.aviary.rollout.metrics;
