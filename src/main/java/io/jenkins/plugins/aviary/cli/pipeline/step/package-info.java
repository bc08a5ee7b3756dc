/** The steps that every Jenkinsfile may use, by theme. */
package io.jenkins.plugins.aviary.cli.pipeline.step;
