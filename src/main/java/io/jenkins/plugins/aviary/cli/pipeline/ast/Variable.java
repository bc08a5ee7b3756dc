package io.jenkins.plugins.aviary.cli.pipeline.ast;

/**
 * A variable of an {@code environment} section.
 *
 * @param name its name
 * @param credentials whether the value is the id of credentials
 * @param value code that gives the value
 */
public record Variable(String name, boolean credentials, Code value) {}
