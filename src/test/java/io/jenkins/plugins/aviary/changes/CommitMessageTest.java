package io.jenkins.plugins.aviary.changes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitMessageTest {
    private static CommitMessage parse(String message) {
        return CommitMessage.parse("0123456789abcdef", message);
    }

    @Test
    void aTypedSubjectIsOneChange() {
        assertThat(parse("feat(bank): allow transfers to guilds (#12)").entries())
                .singleElement()
                .isEqualTo(new Entry(
                        Entry.Kind.FEATURE, "bank", "allow transfers to guilds (#12)", "", "0123456789abcdef"));
    }

    @Test
    void aSubjectOfAnotherFormIsKeptAsItIs() {
        assertThat(parse("Merge stuff").entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.kind()).isEqualTo(Entry.Kind.OTHER));
        assertThat(parse("wibble: something").entries().get(0).kind()).isEqualTo(Entry.Kind.OTHER);
    }

    @Test
    void everyTypedLineOfASquashedBodyCounts() {
        var message = parse("""
                feat: guild halls (#40)

                * feat: guild halls
                * fix(house): rent is taken once
                - perf: cache the map
                Some prose, with a colon: not a type.
                """);
        assertThat(message.entries())
                .extracting(entry -> entry.kind().name() + " " + entry.subject())
                .containsExactly(
                        "FEATURE guild halls (#40)",
                        "FEATURE guild halls",
                        "FIX rent is taken once",
                        "PERFORMANCE cache the map");
    }

    @Test
    void anExclamationMarkBreaks() {
        assertThat(parse("feat!: new item ids").entries().get(0).breaking()).isEqualTo("new item ids");
    }

    @Test
    void everyBreakingFooterOfABodyIsKept() {
        var message = parse("""
                refactor: storage

                Text of the body.

                BREAKING CHANGE: run the migration
                before you start
                BREAKING-CHANGE: the old client is refused
                Co-authored-by: Anna <anna@example.org>
                """);
        assertThat(message.entries().stream().map(Entry::breaking))
                .containsExactly("run the migration before you start", "the old client is refused");
    }

    @Test
    void aRevertNamesTheCommitItTakesBack() {
        assertThat(parse("Revert \"feat: x\"\n\nThis reverts commit 89abcdef01234567.")
                        .reverts())
                .contains("89abcdef01234567");
    }

    @Test
    void aMessageWithoutTextIsNoReasonToFail() {
        assertThat(parse("").entries()).hasSize(1);
    }

    @Test
    void aHostileMessageCostsNoTime() {
        String bomb = "feat(" + "(".repeat(50_000) + "\n" + "* ".repeat(50_000) + "\n" + "A".repeat(100_000) + ": x";
        assertThat(parse(bomb).entries()).isNotEmpty();
    }
}
