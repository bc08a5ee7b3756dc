package io.jenkins.plugins.aviary.operation;

import java.util.Objects;

/** A text that must not be shown. Its {@link #toString} does not tell it, so that it cannot slip into a message. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /** Wraps a text. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The text itself, for the one call that needs it. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return Masking.MASK;
    }
}
