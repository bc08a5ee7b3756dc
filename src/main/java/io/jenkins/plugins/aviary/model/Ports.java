package io.jenkins.plugins.aviary.model;

/**
 * The ports a world listens on; 0 for none.
 *
 * @param game where players play
 * @param login where they log in
 * @param status where the status protocol answers; it may be the login port
 */
public record Ports(int game, int login, int status) {}
