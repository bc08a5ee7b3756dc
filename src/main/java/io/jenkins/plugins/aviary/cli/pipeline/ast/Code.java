package io.jenkins.plugins.aviary.cli.pipeline.ast;

/**
 * A piece of the file that is run when its turn comes.
 *
 * @param index its place among the closures that the script hands over
 * @param line where it stands
 */
public record Code(int index, int line) {}
