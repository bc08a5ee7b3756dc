/** Runs a Declarative pipeline in the order of Jenkins's {@code ModelInterpreter}. */
package io.jenkins.plugins.aviary.cli.pipeline.declarative;
