/**
 * Finds what is unsafe in a release: findings of scanners, advisories, rules of the game server, and the policy
 * that judges them.
 */
package io.jenkins.plugins.aviary.scan;
