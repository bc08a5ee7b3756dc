/** Reads a Jenkinsfile: the Declarative model, and every mistake that can be told before anything runs. */
package io.jenkins.plugins.aviary.cli.pipeline.ast;
