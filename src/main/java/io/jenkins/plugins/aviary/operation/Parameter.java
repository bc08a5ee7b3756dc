package io.jenkins.plugins.aviary.operation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one parameter of an {@link Operation}: a component of its record. A component without this annotation is
 * an optional parameter without a default.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Parameter {
    /** What the parameter is for, with its unit and range where it has one. */
    String value();

    /** Whether the parameter must be given. */
    boolean required() default false;

    /**
     * The value used when none is given, as it would be written on the command line; empty for none. Durations are
     * written as {@code 30s}, {@code 5m} or {@code 2h}, lists are separated by commas.
     */
    String defaultsTo() default "";
}
