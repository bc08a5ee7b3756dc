package io.jenkins.plugins.aviary.operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * Something that happened and must be remembered, as an operation reports it. Time, actor and run are added by whoever
 * keeps it, so that an operation cannot claim them.
 *
 * @param type what happened, in lower-case words joined by dots, such as {@code deployment.started}
 * @param version the version of the payload's form, from 1
 * @param environment the environment it happened in, or empty
 * @param release the digest of the release it is about, or empty
 * @param payload what else is to be remembered; never a secret
 */
public record Event(String type, int version, String environment, String release, ObjectNode payload) {
    /** Refuses an event without a type, and takes absent texts as empty. */
    public Event {
        if (type == null || !type.matches("[a-z]+(\\.[a-z]+)*")) {
            throw new IllegalArgumentException("An event's type is lower-case words joined by dots, not: " + type);
        }
        environment = Objects.requireNonNullElse(environment, "");
        release = Objects.requireNonNullElse(release, "");
        payload = payload == null ? JsonNodeFactory.instance.objectNode() : payload.deepCopy();
    }

    /** An event of the first form of its type. */
    public static Event of(String type, String environment, String release, ObjectNode payload) {
        return new Event(type, 1, environment, release, payload);
    }
}
