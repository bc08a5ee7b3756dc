package io.jenkins.plugins.aviary.scan.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortVersionTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        1.2.3        | 1.2.10
        1.2          | 1.2.0.1
        1.2.3.4      | 1.2.4
        1.0.0-rc.1   | 1.0.0
        1.0.0-alpha  | 1.0.0-alpha.1
        1.0.0-1      | 1.0.0-alpha
        1.0.0-beta.2 | 1.0.0-beta.11
        1.0.0rc1     | 1.0.0
        1.1.1v       | 1.1.1w
        1.1.1        | 1.1.1a
        2023-12-31   | 2024-01-01
        2024-01-01   | 2024-01-01.1
        2024-01-01.2 | 2024-01-01.10
        1.3.1#1      | 1.3.1#2
        1.3.1#9      | 1.3.2#0
        text#1       | text#2
        20240116.1   | 20240722.0
        """)
    void ordersTheSchemesOfVcpkg(String earlier, String later) {
        assertThat(PortVersion.of(earlier).compare(PortVersion.of(later)).orElseThrow())
                .isNegative();
        assertThat(PortVersion.of(later).compare(PortVersion.of(earlier)).orElseThrow())
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        1.0          | 1.0.0
        1.2.3+build  | 1.2.3
        1.3.1#3      | 1.3.1
        master       | master
        """)
    void takesWaysToWriteOneVersionAsEqual(String one, String other) {
        assertThat(PortVersion.of(one).compare(PortVersion.of(other)).orElseThrow())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        v1.3.1          | 1.3.1
        1.3.1           | 1.3.1
        curl-8_5_0      | 8.5.0
        mbedtls-3.5.0   | 3.5.0
        R_2_5_0         | 2.5.0
        release-1.12.1  | 1.12.1
        boost-1.83.0    | 1.83.0
        OpenSSL_1_1_1w  | 1.1.1w
        v25.1-rc2       | 25.1-rc2
        asio-1-30-2     | 1.30.2
        fmt/10.1.0      | 10.1.0
        """)
    void readsTheVersionOfATag(String tag, String version) {
        assertThat(PortVersion.ofTag(tag).compare(PortVersion.of(version)).orElse(9))
                .as(tag)
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        master      | 1.0
        release     | other
        """)
    void doesNotOrderWhatHasNoOrder(String one, String other) {
        assertThat(PortVersion.of(one).compare(PortVersion.of(other))).isEmpty();
    }
}
