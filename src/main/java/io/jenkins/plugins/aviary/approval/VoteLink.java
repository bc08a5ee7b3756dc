package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.model.Digest;
import java.time.Instant;

/**
 * What a link in a notice lets one person do once: vote at one gate on what the notice showed. It is no proof of who
 * comes with it.
 *
 * @param id tells it from all others; a vote names it, so that it counts once
 * @param gate the gate
 * @param person who may use it
 * @param subject the digest of what the notice showed
 * @param expires until when
 */
public record VoteLink(String id, String gate, String person, Digest subject, Instant expires) {}
