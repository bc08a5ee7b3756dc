package io.jenkins.plugins.aviary.jenkins.step;

import hudson.model.AbstractDescribableImpl;
import java.util.Map;

/**
 * An object among a step's parameters, such as a channel of {@code notifyTeam}.
 *
 * @param <T> the object's own class
 */
public abstract class OperationObject<T extends OperationObject<T>> extends AbstractDescribableImpl<T> {
    /** What is given or has a default, by the name that the operation knows. */
    public abstract Map<String, Object> parameters();

    /** The items of a list or a map, one a line, for the form. */
    public final String lines(String name) {
        return GivenValues.lines(parameters().get(name));
    }

    /** Sets a parameter that is a map, which a form gives as lines. */
    void setMap(String name, Map<String, String> values) {
        throw new IllegalArgumentException(name + " is no map of texts");
    }
}
