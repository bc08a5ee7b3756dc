package io.jenkins.plugins.aviary.model;

import java.time.Duration;
import java.util.List;

/**
 * Who must agree before an environment gets a release, as {@code aviary.yml} writes it.
 *
 * @param rule who must agree, such as {@code 2 of group:ops}
 * @param excludeRequester whether who asks for a release cannot agree to it
 * @param excludeAuthors whether who wrote a commit of the release cannot agree to it
 * @param commentRequired whether an approval needs a comment
 * @param expiresAfter how long a gate waits before it closes
 * @param escalateAfter how long it waits before others may agree as well
 * @param escalation who these others are, or empty
 * @param breakGlass who may open the gate alone in an emergency, such as {@code role:on-call}; nobody if empty
 * @param notices who is told that an approval is waited for
 */
public record ApprovalDemand(
        String rule,
        boolean excludeRequester,
        boolean excludeAuthors,
        boolean commentRequired,
        Duration expiresAfter,
        Duration escalateAfter,
        String escalation,
        List<String> breakGlass,
        ApprovalNotices notices) {
    /** Copies the list. */
    public ApprovalDemand {
        breakGlass = List.copyOf(breakGlass);
    }
}
