package io.jenkins.plugins.aviary.jenkins.agent;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a person can want of a rollout under way; the names are those that the operation on the agent knows. */
public enum RolloutWish {
    /** To stop before the next step. */
    PAUSE,
    /** To go on. */
    RESUME,
    /** To go on with the next stage without waiting for this one's verdict. */
    SKIP,
    /** To end here and leave everything as it is. */
    ABORT,
    /** To bring back what ran before. */
    ROLLBACK;

    private static final int LONGEST_REASON = 500;

    /** The wish that a form or a client names, in lower case, if there is such a one. */
    public static Optional<RolloutWish> of(String name) {
        return Arrays.stream(values()).filter(wish -> wish.text().equals(name)).findFirst();
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Why nobody can ask for it like this, or nothing. */
    public static Optional<String> problem(String name, String reason) {
        if (of(name).isEmpty()) {
            return Optional.of("'what' is one of "
                    + Arrays.stream(values()).map(RolloutWish::text).collect(Collectors.joining(", ")));
        }
        return reason(reason).length() > LONGEST_REASON
                ? Optional.of("A reason has at most " + LONGEST_REASON + " characters")
                : Optional.empty();
    }

    /** The reason, empty if none is given. */
    public static String reason(String given) {
        return given == null ? "" : given.strip();
    }
}
