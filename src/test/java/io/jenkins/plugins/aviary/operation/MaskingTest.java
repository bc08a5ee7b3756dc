package io.jenkins.plugins.aviary.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private static final String SECRET = "p@ss'w\"o r$d\\1";

    @Test
    void hidesASecretInTheFormsInWhichProgramsPrintIt() {
        Masking masking = new Masking();
        masking.add(SECRET);

        assertThat(masking.mask("plain " + SECRET + "!")).isEqualTo("plain ****!");
        assertThat(masking.mask("'" + SECRET.replace("'", "'\\''") + "'")).isEqualTo("'****'");
        assertThat(masking.mask("?x=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8)))
                .isEqualTo("?x=****");
    }

    @Property
    void hidesASecretInsideALongerBase64Text(
            @ForAll @StringLength(min = 12, max = 40) @CharRange(from = '!', to = '~') String secret,
            @ForAll @StringLength(max = 5) @CharRange(from = 'a', to = 'z') String before,
            @ForAll @StringLength(max = 5) @CharRange(from = 'a', to = 'z') String after) {
        Masking masking = new Masking();
        masking.add(secret);
        String encoded = Base64.getEncoder().encodeToString((before + secret + after).getBytes(StandardCharsets.UTF_8));

        assertThat(masking.mask("Authorization: Basic " + encoded)).contains(Masking.MASK);
    }

    @Property
    void neverLetsAKnownSecretThrough(
            @ForAll @StringLength(min = 4, max = 30) String secret, @ForAll @StringLength(max = 30) String around) {
        Masking masking = new Masking();
        masking.add(secret);

        assertThat(masking.mask(around + secret + around).replace(Masking.MASK, ""))
                .doesNotContain(secret);
    }

    @Test
    void hidesEachLineOfAKey() {
        Masking masking = new Masking();
        masking.add("-----BEGIN KEY-----\nabcdefghijkl\nmnopqrstuvwx\n-----END KEY-----");

        assertThat(masking.mask("found abcdefghijkl here")).isEqualTo("found **** here");
    }

    @Test
    void leavesTextsAloneThatAreTooShortToBeSecrets() {
        Masking masking = new Masking();
        masking.add("abc");

        assertThat(masking.mask("abcabc")).isEqualTo("abcabc");
    }
}
