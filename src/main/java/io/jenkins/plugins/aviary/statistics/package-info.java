/**
 * The statistical tests that benchmark gates and rollout analysis share, each exact where the sample is small.
 */
package io.jenkins.plugins.aviary.statistics;
