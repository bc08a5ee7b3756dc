package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.model.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Persons, requests and a clock for tests. */
final class ApprovalSamples {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final Person ANNA = person("anna", "group:ops", "role:breaker");
    static final Person BEN = person("ben", "group:ops");
    static final Person CARL = person("carl", "group:ops", "group:dev");
    static final Person DORA = person("dora", "group:dev");
    static final Person EVA = person("eva", "group:chiefs");
    static final ApprovalSubject SUBJECT = subject("canary 2.0");

    private ApprovalSamples() {}

    static Person person(String id, String... principals) {
        return new Person(
                id, "test", Set.of(id + "@example.org"), names(principals, "group:"), names(principals, "role:"));
    }

    private static Set<String> names(String[] principals, String kind) {
        return Set.copyOf(Arrays.stream(principals)
                .filter(name -> name.startsWith(kind))
                .map(name -> name.substring(kind.length()))
                .toList());
    }

    static ApprovalSubject subject(String artifact) {
        return new ApprovalSubject("production", Digest.of(artifact), Digest.of("config"), Digest.of("no migrations"));
    }

    static ApprovalPolicy policy(String rule) {
        return new ApprovalPolicy(
                ApprovalRule.parse(rule),
                true,
                true,
                false,
                Duration.ofHours(10),
                Duration.ofHours(2),
                Optional.of(ApprovalRule.parse("group:chiefs")),
                List.of(Principal.parse("role:breaker")));
    }

    static ApprovalRequest request(String gate, ApprovalPolicy policy) {
        return new ApprovalRequest(
                gate,
                "canary/main#7",
                SUBJECT,
                "2.0",
                "1.9",
                "the weekly release",
                "dora",
                List.of("Fritz", "fritz@example.org"),
                List.of(new ApprovalRequest.Migration("59.lua", "low")),
                List.of(new ApprovalRequest.Evidence("tests", "1200 passed", "")),
                policy,
                List.of());
    }
}
