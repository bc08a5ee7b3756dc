package io.jenkins.plugins.aviary.cli.pipeline.ast;

/**
 * An option, a parameter or the like: a name with arguments.
 *
 * @param name its name
 * @param arguments code that gives the list of its arguments, named ones as one map
 * @param line where it stands
 */
public record Declaration(String name, Code arguments, int line) {}
