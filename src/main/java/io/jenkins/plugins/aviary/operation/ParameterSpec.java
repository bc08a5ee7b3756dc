package io.jenkins.plugins.aviary.operation;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One parameter of a step, read off its operation's record.
 *
 * @param name its name in a Jenkinsfile and on the command line
 * @param type its Java type
 * @param kind the form its value takes
 * @param description what it is for
 * @param required whether it must be given
 * @param defaultText the default as written on the command line, or empty
 */
public record ParameterSpec(
        String name, Type type, Kind kind, String description, boolean required, String defaultText) {
    /** The form of a parameter's value. */
    public enum Kind {
        /** A text. */
        TEXT,
        /** True or false. */
        FLAG,
        /** A whole number. */
        INTEGER,
        /** A number. */
        NUMBER,
        /** A length of time, such as {@code 30s}. */
        DURATION,
        /** One of the constants of an enum, written in lower case with dashes. */
        CHOICE,
        /** A list of texts. */
        TEXTS,
        /** Texts by name. */
        TEXT_MAP,
        /** A nested object. */
        OBJECT,
        /** A list of nested objects. */
        OBJECTS
    }

    /** The parameter that a component of a record is: of an operation's, or of one that is nested in it. */
    public static ParameterSpec of(RecordComponent component) {
        Parameter described = component.getAnnotation(Parameter.class);
        Type type = component.getGenericType();
        return new ParameterSpec(
                component.getName(),
                type,
                kindOf(type),
                described == null ? "" : described.value(),
                described != null && described.required(),
                described == null ? "" : described.defaultsTo());
    }

    private static Kind kindOf(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == List.class) {
                return last == String.class ? Kind.TEXTS : Kind.OBJECTS;
            }
            if (generic.getRawType() == Map.class && last == String.class) {
                return Kind.TEXT_MAP;
            }
        } else if (type instanceof Class<?> plain) {
            if (plain == String.class) {
                return Kind.TEXT;
            } else if (plain == boolean.class || plain == Boolean.class) {
                return Kind.FLAG;
            } else if (plain == int.class || plain == long.class || plain == Integer.class || plain == Long.class) {
                return Kind.INTEGER;
            } else if (plain == double.class || plain == Double.class) {
                return Kind.NUMBER;
            } else if (plain == Duration.class) {
                return Kind.DURATION;
            } else if (plain.isEnum()) {
                return Kind.CHOICE;
            } else if (plain.isRecord()) {
                return Kind.OBJECT;
            }
        }
        throw new IllegalArgumentException("A parameter cannot be a " + type.getTypeName());
    }

    /** Whether several values are given by repeating the parameter. */
    public boolean repeats() {
        return kind == Kind.TEXTS || kind == Kind.OBJECTS;
    }
}
