/** Runs a Jenkinsfile on this machine, without Jenkins: the same syntax, the same steps, the same results. */
package io.jenkins.plugins.aviary.cli.pipeline;
