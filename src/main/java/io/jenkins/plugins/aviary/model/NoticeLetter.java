package io.jenkins.plugins.aviary.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A notice that is written, with where it goes. All its texts are foreign: each channel escapes them in its own way.
 *
 * @param title the headline
 * @param text the message, as plain text
 * @param mood {@code good}, {@code neutral}, {@code warning} or {@code bad}
 * @param link where to read more, or empty
 * @param fields facts by name, in their order
 * @param channels where it goes
 * @param allowPrivateAddresses whether channels on loopback and private addresses are allowed
 */
public record NoticeLetter(
        String title,
        String text,
        String mood,
        String link,
        Map<String, String> fields,
        List<NoticeChannel> channels,
        boolean allowPrivateAddresses) {
    /** Copies the fields in their order, and the channels. */
    public NoticeLetter {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        channels = List.copyOf(channels);
    }
}
