package io.jenkins.plugins.aviary.release;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * One thing that an environment demands of a release.
 *
 * @param name what is demanded, such as {@code tests} or {@code soak in staging}
 * @param met whether the release brings it
 * @param text what was found, and where something is missing, what would bring it
 */
public record Requirement(String name, boolean met, String text) {
    /** Several of them in one line. */
    static String text(Collection<Requirement> requirements) {
        return requirements.stream()
                .map(one -> one.name() + " (" + one.text() + ")")
                .collect(Collectors.joining("; "));
    }
}
