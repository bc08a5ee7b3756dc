/** The rules of Aviary's own: what is known to be dangerous in the files of a game server. */
package io.jenkins.plugins.aviary.scan.rule;
