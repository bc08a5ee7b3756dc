package io.jenkins.plugins.aviary.model;

/**
 * The database of a world.
 *
 * @param host the DNS name or IP address of the database server, as seen from where operations run
 * @param port its port
 * @param name the schema
 * @param user the user
 * @param credentials the id of the credential with the password
 */
public record DatabaseAddress(String host, int port, String name, String user, String credentials) {}
