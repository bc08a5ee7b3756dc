package io.jenkins.plugins.aviary.model;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is told that an approval is waited for, as {@code aviary.yml} writes it.
 *
 * @param channels where; nobody is told if there are none
 * @param persons the e-mail addresses of those who get a link of their own, by the name that rules call them
 * @param beforeExpiry how long before a gate closes they are told again
 * @param allowPrivateAddresses whether channels on loopback and private addresses are allowed
 */
public record ApprovalNotices(
        List<NoticeChannel> channels,
        Map<String, String> persons,
        Duration beforeExpiry,
        boolean allowPrivateAddresses) {
    /** Nobody is told. */
    public static final ApprovalNotices NONE = new ApprovalNotices(List.of(), Map.of(), Duration.ofHours(2), false);

    /** Copies the channels and persons in their order. */
    public ApprovalNotices {
        channels = List.copyOf(channels);
        persons = Collections.unmodifiableMap(new LinkedHashMap<>(persons));
    }

    /** The channels that several people read. */
    public List<NoticeChannel> shared() {
        return channels.stream().filter(NoticeChannel::shared).toList();
    }

    /** The mail server that personal links go through: that of the first e-mail channel. */
    public Optional<NoticeChannel> mail() {
        return channels.stream()
                .filter(channel -> channel.kind() == NoticeChannel.Kind.EMAIL)
                .findFirst();
    }
}
