package io.jenkins.plugins.aviary.ledger;

/**
 * Who did something.
 *
 * @param name the name that is unique where the person was authenticated
 * @param authentication how it is known that it was that person, such as {@code jenkins}, {@code os-user} or
 *     {@code system}
 */
public record Actor(String name, String authentication) {
    private static final int LONGEST = 200;

    /** Refuses an actor without a name, or without a word on how it is known to be that person. */
    public Actor {
        require("name", name);
        require("authentication", authentication);
    }

    private static void require(String what, String value) {
        if (value == null || value.isBlank() || value.length() > LONGEST) {
            throw new IllegalArgumentException("An actor's " + what + " is 1 to " + LONGEST + " characters, not: '"
                    + (value == null || value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "...")
                    + "'");
        }
    }
}
