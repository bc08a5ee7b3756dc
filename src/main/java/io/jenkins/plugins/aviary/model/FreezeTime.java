package io.jenkins.plugins.aviary.model;

/**
 * A time in which nothing is delivered to an environment, as {@code aviary.yml} writes it.
 *
 * @param name what it is called
 * @param when when it is, such as {@code fri 16:00 to mon 08:00}
 * @param zone the time zone, such as {@code Europe/Berlin}
 */
public record FreezeTime(String name, String when, String zone) {}
