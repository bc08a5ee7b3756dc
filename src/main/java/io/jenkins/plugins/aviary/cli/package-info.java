/**
 * The {@code aviary} command: every step as a sub-command, the local Jenkinsfile runner, the demo and the local
 * pages.
 */
package io.jenkins.plugins.aviary.cli;
