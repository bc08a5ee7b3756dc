package io.jenkins.plugins.aviary.approval;

import static io.jenkins.plugins.aviary.approval.LocalDelivery.payload;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseAuthorsTest {
    private static final Digest OLD = new Digest("a".repeat(64));
    private static final Digest NEW = new Digest("b".repeat(64));

    @TempDir
    Path folder;

    private LocalDelivery delivery;

    @BeforeEach
    void aLedger() throws IOException {
        delivery = new LocalDelivery(folder, "version: 1\n");
    }

    private void built(Digest release, String commit, List<String> authors, String... history) {
        var event = payload().put("commit", commit.repeat(40)).put("testsPassed", 1);
        authors.forEach(event.putArray("authors")::add);
        for (String line : history) {
            event.withArray("history").add(line);
        }
        delivery.happened("build.finished", "", release, event);
    }

    private static String commit(String id, String parents, String authors) {
        return id.repeat(16) + " 1767225600 " + parents + " " + authors;
    }

    private void runs(String world, Digest release) {
        delivery.happened(
                "deployment.finished",
                "production",
                release,
                payload().put("deployment", "d" + world).put("world", world).put("result", "success"));
    }

    private List<String> authors() {
        try (Ledger ledger = Ledger.inHomeForReading(delivery.home(), delivery.clock())) {
            return ReleaseAuthors.of(ledger, "production", NEW);
        }
    }

    @Test
    void whereNothingRunsItIsEverybody() {
        built(NEW, "2", List.of("Anna", "Ben"), commit("2", "1", "0"), commit("1", "-", "1"));
        assertThat(authors()).containsExactly("Anna", "Ben");
    }

    @Test
    void itIsThoseWhoWroteWhatDoesNotRunYetInAnyWorld() {
        built(OLD, "1", List.of("Ben"), commit("1", "-", "0"));
        built(NEW, "2", List.of("Anna", "Ben"), commit("2", "1", "0"), commit("1", "-", "1"));
        runs("one", OLD);
        assertThat(authors()).containsExactly("Anna");
        runs("two", NEW);
        assertThat(authors()).containsExactly("Anna");
    }

    @Test
    void whereNobodyKnowsTheCommitOfWhatRunsItIsEverybody() {
        built(NEW, "2", List.of("Anna", "Ben"), commit("2", "1", "0"), commit("1", "-", "1"));
        runs("one", OLD);
        assertThat(authors()).containsExactly("Anna", "Ben");
    }

    @Test
    void aLaterBuildWithoutAuthorsTakesNobodyAway() {
        built(NEW, "2", List.of("Anna"));
        built(NEW, "2", List.of());
        built(NEW, "2", List.of("Ben"));
        assertThat(authors()).containsExactlyInAnyOrder("Anna", "Ben");
    }

    @Test
    void authorsAreFoundBehindTheManyEventsOfALargeRollout() {
        built(NEW, "2", List.of("Anna"));
        delivery.largeRollout("staging", NEW);
        try (Ledger ledger = Ledger.inHomeForReading(delivery.home(), delivery.clock())) {
            assertThat(ReleaseEvidence.of(ledger, NEW).lines())
                    .extracting(ApprovalRequest.Evidence::name)
                    .contains("tests");
        }
        assertThat(authors()).containsExactly("Anna");
    }
}
