package io.jenkins.plugins.aviary.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApprovalPolicyTest {
    private static final ApprovalPolicy DEMANDED = new ApprovalPolicy(
            ApprovalRule.parse("2 of group:ops"),
            true,
            true,
            true,
            Duration.ofHours(10),
            Duration.ofHours(2),
            Optional.of(ApprovalRule.parse("group:chiefs")),
            List.of(Principal.parse("role:on-call")));

    private static ApprovalPolicy policy(
            String rule,
            boolean requester,
            boolean authors,
            boolean comment,
            int expires,
            int escalate,
            String others) {
        return new ApprovalPolicy(
                ApprovalRule.parse(rule),
                requester,
                authors,
                comment,
                Duration.ofHours(expires),
                Duration.ofHours(escalate),
                others.isEmpty() ? Optional.empty() : Optional.of(ApprovalRule.parse(others)),
                List.of());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                2 of group:ops                              | 2 of group:ops                              | true
                2 of group:ops and user:anna                | 2 of group:ops                              | true
                user:anna and (2 of group:ops and role:a)   | role:a and 2 of group:ops                   | true
                3 of group:ops                              | 2 of group:ops                              | true
                2 of (group:a, group:b)                     | 2 of (group:b, group:a)                     | true
                2 of group:a                                | 2 of (group:b, group:a)                     | true
                (group:a or group:b) and user:anna          | group:b or group:a                          | true
                1 of group:ops                              | 2 of group:ops                              | false
                2 of (group:b, group:a)                     | 2 of group:a                                | false
                user:mallory                                | 3 of group:ops                              | false
                2 of group:ops or user:mallory              | 2 of group:ops                              | false
                1 of group:ops                              | 1 of group:ops and 1 of group:ops           | false
                """)
    void aRuleIsAtLeastAnotherIfWhoeverSatisfiesItSatisfiesThat(String rule, String other, boolean atLeast) {
        assertThat(ApprovalRule.parse(rule).isAtLeast(ApprovalRule.parse(other)))
                .isEqualTo(atLeast);
    }

    @Test
    void aPolicyIsAtLeastAnotherOnlyInEverything() {
        assertThat(policy("2 of group:ops", true, true, true, 10, 2, "group:chiefs")
                        .isAtLeast(DEMANDED))
                .isTrue();
        assertThat(policy("2 of group:ops and user:anna", true, true, true, 5, 0, "")
                        .isAtLeast(DEMANDED))
                .isTrue();
        assertThat(policy("1 of group:ops", true, true, true, 10, 2, "group:chiefs")
                        .weaknesses(DEMANDED))
                .containsExactly("it asked 1 of group:ops, and 2 of group:ops is demanded");
        assertThat(policy("2 of group:ops", false, false, false, 11, 1, "group:chiefs")
                        .weaknesses(DEMANDED))
                .containsExactly(
                        "who asked for it could agree to it",
                        "authors of its commits could agree to it",
                        "no comment was demanded",
                        "it could wait 11h, and 10h are allowed",
                        "it asked others as well (1 of group:chiefs after 1h)");
        assertThat(policy("2 of group:ops", true, true, true, 10, 2, "user:mallory")
                        .weaknesses(DEMANDED))
                .containsExactly("it asked others as well (1 of user:mallory after 2h)");
    }

    @Test
    void policiesAreTheSameAlsoAfterTheyWereWrittenDown() {
        ApprovalRule nested = new ApprovalRule.AllOf(List.of(
                ApprovalRule.parse("group:a"),
                new ApprovalRule.AllOf(List.of(ApprovalRule.parse("group:b"), ApprovalRule.parse("group:c")))));
        ApprovalPolicy written = ApprovalPolicy.of(nested);
        ApprovalPolicy read = ApprovalPolicy.of(ApprovalRule.parse(nested.text()));
        assertThat(read).isNotEqualTo(written);
        assertThat(read.sameAs(written)).isTrue();
        assertThat(DEMANDED.sameAs(written)).isFalse();
    }
}
