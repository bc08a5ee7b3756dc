/** Judges a canary against its baseline from their measured series: pass, fail, or not enough is known. */
package io.jenkins.plugins.aviary.rollout.judge;
