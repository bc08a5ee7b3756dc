package io.jenkins.plugins.aviary.dashboard;

/** A page asked for something that cannot be: the message names the parameter, its value and what was expected. */
final class BadQuery extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BadQuery(String message) {
        super(message);
    }
}
