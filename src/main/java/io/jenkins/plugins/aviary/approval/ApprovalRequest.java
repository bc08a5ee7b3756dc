package io.jenkins.plugins.aviary.approval;

import java.util.List;

/**
 * What somebody asks others to agree to, with all that they should see before they do.
 *
 * @param gate the gate's id, such as the run and the step; the same after a restart
 * @param run the run that waits
 * @param subject what is to be approved
 * @param version the version, for people
 * @param runs what runs there now, for people, or empty
 * @param message what the requester has to say, or empty
 * @param requester the id of who asks
 * @param authors the names and e-mail addresses of who wrote the release's commits
 * @param migrations the migrations that come with it
 * @param evidence the gates it has passed
 * @param policy what is demanded
 * @param differences what it brings over each release that runs where it is to go; older requests have none
 */
public record ApprovalRequest(
        String gate,
        String run,
        ApprovalSubject subject,
        String version,
        String runs,
        String message,
        String requester,
        List<String> authors,
        List<Migration> migrations,
        List<Evidence> evidence,
        ApprovalPolicy policy,
        List<ReleaseDifference> differences) {
    private static final int MOST_AUTHORS = 1_500;
    private static final int MOST_ITEMS = 100;
    private static final int LONGEST = 2000;

    /** Copies the lists, and refuses a request that is too large to be remembered. */
    public ApprovalRequest {
        authors = List.copyOf(authors);
        migrations = List.copyOf(migrations);
        evidence = List.copyOf(evidence);
        differences = differences == null ? List.of() : List.copyOf(differences);
        if (!gate.matches("[A-Za-z0-9._:/#@%+ -]{1,300}")) {
            throw new IllegalArgumentException("A gate's id is 1 to 300 plain characters, not: '" + gate + "'");
        }
        if (authors.size() > MOST_AUTHORS || migrations.size() > MOST_ITEMS || evidence.size() > MOST_ITEMS) {
            throw new IllegalArgumentException("A request names at most " + MOST_AUTHORS + " authors, " + MOST_ITEMS
                    + " migrations and " + MOST_ITEMS + " pieces of evidence; split the release");
        }
        if (message.length() > LONGEST) {
            throw new IllegalArgumentException("A request's message has at most " + LONGEST + " characters");
        }
    }

    /** What is asked otherwise by another subject and policy, in words; empty if nothing is. */
    String differenceTo(ApprovalSubject other, ApprovalPolicy demanded) {
        String subjects = subject.differenceTo(other);
        String policies = policy.differenceTo(demanded);
        return subjects + (subjects.isEmpty() || policies.isEmpty() ? "" : ", ") + policies;
    }

    /** The same question as another request asks it now: who asked it, where and at which gate stays. */
    ApprovalRequest asIn(ApprovalRequest now) {
        return new ApprovalRequest(
                gate,
                run,
                now.subject,
                now.version,
                now.runs,
                now.message,
                requester,
                now.authors,
                now.migrations,
                now.evidence,
                now.policy,
                now.differences);
    }

    /** The same with another subject. */
    ApprovalRequest about(ApprovalSubject other) {
        return new ApprovalRequest(
                gate,
                run,
                other,
                version,
                runs,
                message,
                requester,
                authors,
                migrations,
                evidence,
                policy,
                differences);
    }

    /**
     * A migration that comes with the release.
     *
     * @param name its name
     * @param risk how dangerous it is, such as {@code low}, or why
     */
    public record Migration(String name, String risk) {}

    /**
     * A gate that the release has passed, or not.
     *
     * @param name the gate
     * @param result what it said
     * @param link where to read more, or empty
     */
    public record Evidence(String name, String result, String link) {}
}
