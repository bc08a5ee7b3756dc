/**
 * Brings a release onto worlds and back: strategies, their state machine, the judgement of a canary, rollback.
 */
package io.jenkins.plugins.aviary.rollout;
