/** The stages of a rollout as a pure state machine: no threads, no clock, nothing done by itself. */
package io.jenkins.plugins.aviary.rollout.stage;
