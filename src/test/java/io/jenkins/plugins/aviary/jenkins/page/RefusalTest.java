package io.jenkins.plugins.aviary.jenkins.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalTest {
    @Test
    void saysWhyInOneLineOfPlainTextThatNoBrowserTakesForAPage() throws Exception {
        Browser refused = Browser.shows(Refusal.because(409, "no\r\n\r\n<script>alert(1)</script>\u0000 änder"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.type()).isEqualTo("text/plain; charset=utf-8");
        assertThat(refused.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(refused.text()).isEqualTo("no <script>alert(1)</script>  änder\n");
    }
}
