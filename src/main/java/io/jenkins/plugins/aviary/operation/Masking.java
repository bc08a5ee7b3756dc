package io.jenkins.plugins.aviary.operation;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Hides secrets in text, in the forms in which programs print them: plain, in Base64 at any of its three alignments,
 * quoted for a shell, as a URL component, escaped in JSON, and line by line for keys of several lines. Safe for use by
 * several threads.
 */
public final class Masking {
    /** What stands in the place of a secret. */
    public static final String MASK = "****";

    /** A shorter text is no secret: masking it would hide half of an ordinary log and so tell what it is. */
    private static final int SHORTEST = 4;

    private final Set<String> forms = new ConcurrentSkipListSet<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(s -> s));

    /** Learns a secret; from now on it is hidden. */
    public void add(String secret) {
        if (secret.length() >= SHORTEST) {
            forms.addAll(formsOf(secret));
        }
        List<String> lines = secret.lines().map(String::strip).toList();
        if (lines.size() > 1) {
            lines.stream().filter(line -> line.length() >= 2 * SHORTEST).forEach(forms::add);
        }
    }

    /** The text with every secret hidden, the longest first. */
    public String mask(String text) {
        String masked = text;
        for (String form : forms) {
            if (masked.contains(form)) {
                masked = masked.replace(form, MASK);
            }
        }
        return masked;
    }

    private static Set<String> formsOf(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        forms.add(secret);
        forms.add(secret.replace("'", "'\\''"));
        forms.add(secret.replace("'", "'\"'\"'"));
        forms.add(secret.replaceAll("([\\\\\"$`])", "\\\\$1"));
        forms.add(secret.replaceAll("([^A-Za-z0-9_@%+=:,./-])", "\\\\$1"));
        forms.add(secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
        forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
        forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8).replace("+", "%20"));
        forms.addAll(base64Of(secret));
        forms.removeIf(form -> form.length() < SHORTEST);
        return forms;
    }

    /**
     * The secret inside a longer Base64 text starts at one of three alignments; at each, the characters that depend on
     * its neighbours are left out.
     */
    private static Set<String> base64Of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[bytes.length + shift];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            for (Base64.Encoder encoder : Arrays.asList(Base64.getEncoder(), Base64.getUrlEncoder())) {
                String encoded = encoder.withoutPadding().encodeToString(shifted);
                int from = (shift * 8 + 5) / 6;
                int to = shifted.length * 8 / 6;
                if (to - from >= 2 * SHORTEST) {
                    forms.add(encoded.substring(from, to));
                }
            }
        }
        return forms;
    }
}
