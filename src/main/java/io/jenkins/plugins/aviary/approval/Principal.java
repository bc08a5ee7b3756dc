package io.jenkins.plugins.aviary.approval;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One person, a group of persons or everybody who has a role, as a rule names them: {@code user:anna}, {@code
 * group:ops}, {@code role:release-manager}.
 *
 * @param kind which of the three
 * @param name its name where persons are authenticated; upper and lower case are told apart as there
 */
public record Principal(Kind kind, String name) {
    private static final Pattern TEXT = Pattern.compile("(user|group|role):([\\p{L}\\p{N}_.@/+\\\\-]{1,200})");

    /** What a principal can be. */
    public enum Kind {
        /** One person. */
        USER,
        /** Everybody in a group. */
        GROUP,
        /** Everybody with a role. */
        ROLE
    }

    /**
     * Reads a principal.
     *
     * @throws IllegalArgumentException with the form that is wanted
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static Principal parse(String text) {
        Matcher parts = TEXT.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + text + "' names nobody; write user:NAME, group:NAME or role:NAME");
        }
        return new Principal(Kind.valueOf(parts.group(1).toUpperCase(Locale.ROOT)), parts.group(2));
    }

    /** Whether that is or includes the person. */
    public boolean includes(Person person) {
        return switch (kind) {
            case USER -> person.is(name);
            case GROUP -> person.groups().contains(name);
            case ROLE -> person.roles().contains(name);
        };
    }

    @Override
    @JsonValue
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + name;
    }
}
