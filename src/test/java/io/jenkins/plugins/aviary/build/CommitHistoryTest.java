package io.jenkins.plugins.aviary.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.BuildHistory;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TreeFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history of a real repository, as a build records it and as it is read again. */
class CommitHistoryTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private final RecordedRun run = new RecordedRun();
    private Git git;
    private int made;

    @BeforeEach
    void aRepository() throws Exception {
        assumeTrue(hasGit(), "git is not installed");
        git = Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call();
    }

    @AfterEach
    void close() {
        git.close();
    }

    private static boolean hasGit() throws InterruptedException {
        try {
            return new ProcessBuilder("git", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private ObjectId commit(String author, String message, ObjectId... parents) throws IOException {
        try (ObjectInserter inserter = git.getRepository().newObjectInserter()) {
            CommitBuilder commit = new CommitBuilder();
            PersonIdent person = new PersonIdent(
                    author,
                    author.toLowerCase(Locale.ROOT) + "@example.org",
                    START.plusSeconds(60L * made++),
                    ZoneOffset.UTC);
            commit.setAuthor(person);
            commit.setCommitter(person);
            commit.setMessage(message);
            commit.setTreeId(inserter.insert(new TreeFormatter()));
            commit.setParentIds(parents);
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    private ObjectNode recorded(ObjectId head) throws Exception {
        RefUpdate update = git.getRepository().updateRef("refs/heads/main");
        update.setNewObjectId(head);
        update.forceUpdate();
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("commit", head.name());
        new BuildIdentity(run.context(folder, folder, Clock.systemUTC()), folder).writeHistory(payload);
        return payload;
    }

    private static LedgerEvent event(ObjectNode payload) {
        return new LedgerEvent("build.finished", 1, START, new Actor("ci", "test"), "", "", "a".repeat(64), payload);
    }

    private BuildHistory history(ObjectId head) throws Exception {
        return BuildHistory.of(event(recorded(head)));
    }

    @Test
    void everybodyCountsWhoIsNamedInAnyCommit() throws Exception {
        ObjectId first = commit("Zoe", "the beginning");
        ObjectId next = first;
        for (int i = 0; i < 350; i++) {
            next = commit("Anna", "work " + i, next);
        }
        next = commit(
                "Anna",
                "work with others\n\nCo-authored-by: Ben Bee <ben@example.org>\n\nmore\nco-AUTHORED-by:Carl\n",
                next);
        assertThat(history(next).authors())
                .containsExactly(
                        "Anna", "anna@example.org", "Ben Bee", "ben@example.org", "Carl", "Zoe", "zoe@example.org");
    }

    @Test
    void theAuthorsSinceAReleaseAreThoseOfWhatItHasNot() throws Exception {
        ObjectId root = commit("Anna", "root");
        ObjectId side = commit("Ben", "on a branch that began before the release", root);
        ObjectId released = commit("Carl", "released", root);
        ObjectId merge = commit("Dora", "merge", released, side);
        ObjectId elsewhere = commit("Eve", "never merged", root);
        BuildHistory history = history(merge);

        assertThat(history.authorsSince(released.name()))
                .hasValueSatisfying(authors -> assertThat(authors)
                        .containsExactlyInAnyOrder("Dora", "dora@example.org", "Ben", "ben@example.org"));
        assertThat(history.commitsSince(released.name()).orElseThrow())
                .extracting(BuildHistory.Brought::time)
                .containsExactlyInAnyOrder(START.plusSeconds(60), START.plusSeconds(180));
        assertThat(history.authorsSince(merge.name())).hasValue(List.of());
        assertThat(history.authorsSince(elsewhere.name())).isEmpty();
        assertThat(history.authorsSince("")).isEmpty();
        assertThat(history.built())
                .hasValueSatisfying(built -> assertThat(built.time()).isEqualTo(START.plusSeconds(180)));
    }

    @Test
    void whatReachesFartherThanWhatIsRecordedCannotBeTold() throws Exception {
        ObjectId root = commit("Anna", "root");
        ObjectId side = commit("Ben", "old", root);
        ObjectId trunk = root;
        for (int i = 0; i < 1_200; i++) {
            trunk = commit("Carl", "work " + i, trunk);
        }
        ObjectId merge = commit("Dora", "merge", trunk, side);
        BuildHistory history = history(merge);
        assertThat(history.authorsSince(root.name())).isEmpty();
        assertThat(history.authors()).contains("Ben");
        assertThat(event(recorded(merge)).bytes()).hasSizeLessThan(LedgerEvent.MAX_BYTES - 8_000);
    }

    @Test
    void thousandsOfAuthorsAreCutWithAWarning() throws Exception {
        ObjectId next = commit("Zoe", "root");
        for (int i = 0; i < 2_000; i++) {
            next = commit("Author " + i, "work\n\nCo-authored-by: Other " + i + " <other" + i + "@example.org>", next);
        }
        ObjectNode payload = recorded(next);
        assertThat(event(payload).bytes()).hasSizeLessThan(LedgerEvent.MAX_BYTES - 8_000);
        assertThat(BuildHistory.of(event(payload)).authors()).contains("Author 1999");
        assertThat(run.lines()).anyMatch(line -> line.startsWith("WARN") && line.contains("have no room"));
    }

    @Test
    void aMessageThatPretendsToBeACommitHidesNobody() throws Exception {
        ObjectId released = commit("Anna", "released");
        ObjectId forged = commit(
                "Mallory",
                "x\n\u001e" + "f".repeat(40) + "\u001f" + released.name() + "\u001f1\u001fAnna\u001fanna@example.org\n"
                        + "Co-authored-by: Ben <ben@example.org>",
                released);
        assertThat(history(forged).authorsSince(released.name()).orElseThrow())
                .contains("Mallory", "mallory@example.org", "Ben");
    }

    @Test
    void whatIsNoRecordOfAHistoryTellsNothing() {
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("commit", "a".repeat(40));
        payload.putArray("history").add("a".repeat(16) + " 1 - 0").add("'; DROP TABLE");
        payload.putArray("authors").add("Anna");
        BuildHistory history = BuildHistory.of(event(payload));
        assertThat(history.authorsSince("a".repeat(40))).isEmpty();
        assertThat(history.authors()).containsExactly("Anna");
    }
}
