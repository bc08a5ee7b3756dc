package io.jenkins.plugins.aviary.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseNotesTest {
    @TempDir
    Path folder;

    private Git git;

    @BeforeEach
    void aRepositoryWithAVersion() throws Exception {
        git = Git.init().setDirectory(folder.toFile()).call();
        write("config.lua.dist", "rateExp = 1\nmaxPlayers = 0 -- no limit\nold = true\n");
        write("vcpkg.json", "{\"dependencies\": [\"zlib\", {\"name\": \"curl\", \"version>=\": \"8.0\"}]}");
        write("src/core.hpp", "constexpr int CLIENT_VERSION = 1500;");
        write("data-sample/migrations/1.lua", "-- one");
        commit("feat: the beginning");
        git.tag()
                .setName("v1.2.3")
                .setAnnotated(true)
                .setMessage("v1.2.3")
                .setSigned(false)
                .call();
    }

    @AfterEach
    void close() {
        git.close();
    }

    private void write(String path, String text) throws Exception {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private RevCommit commit(String message) throws Exception {
        git.add().addFilepattern(".").call();
        return git.commit()
                .setMessage(message)
                .setSign(false)
                .setAuthor("Anna", "anna@example.org")
                .setCommitter("Anna", "anna@example.org")
                .setAllowEmpty(true)
                .call();
    }

    private ReleaseNotes.Result notes(NotesFormat format) {
        return new ReleaseNotes("", "HEAD", "", format, "")
                .run(new RecordedRun().context(folder, folder, Clock.systemUTC()))
                .result();
    }

    @Test
    void theLastVersionIsFoundAndRaisedByWhatChanged() throws Exception {
        commit("fix: a");
        assertThat(notes(NotesFormat.MARKDOWN).version()).isEqualTo("1.2.4");
        commit("feat: b");
        assertThat(notes(NotesFormat.MARKDOWN).version()).isEqualTo("1.3.0");
        commit("feat!: c");
        assertThat(notes(NotesFormat.MARKDOWN)).satisfies(result -> {
            assertThat(result.version()).isEqualTo("2.0.0");
            assertThat(result.bump()).isEqualTo("major");
            assertThat(result.from()).isEqualTo("v1.2.3");
            assertThat(result.commits()).isEqualTo(3);
        });
    }

    @Test
    void theTreesTellWhatNoMessageDoes() throws Exception {
        write("config.lua.dist", "rateExp = 3\nmaxPlayers = 0 -- nobody is kept out\nnewKey = \"x\"\n");
        write("vcpkg.json", "{\"dependencies\": [{\"name\": \"curl\", \"version>=\": \"8.5\"}, \"argon2\"]}");
        write("src/core.hpp", "constexpr int CLIENT_VERSION = 1525;");
        write("data-sample/migrations/2.lua", "-- two");
        write("data-sample/scripts/a.lua", "-- a");
        write("data-sample/scripts/b.lua", "-- b");
        commit("chore: things");
        String text = notes(NotesFormat.MARKDOWN).text();
        assertThat(text)
                .contains("### Database migrations", "2 \\(data\\-sample/migrations/2.lua\\)")
                .contains("rateExp: 1 is now 3", "newKey is new: \"x\"", "old is gone")
                .doesNotContain("maxPlayers")
                .contains("curl: 8.0 is now 8.5", "argon2 is new", "zlib is gone")
                .contains("data\\-sample/scripts: 2 files")
                .contains("Players need client version 1525");
    }

    @Test
    void aNewMigrationRaisesTheMinorVersion() throws Exception {
        write("data-sample/migrations/2.lua", "-- two");
        commit("fix: schema");
        assertThat(notes(NotesFormat.MARKDOWN).version()).isEqualTo("1.3.0");
    }

    @Test
    void aMigrationThatChangedAfterItMayHaveRunIsTold() throws Exception {
        write("data-sample/migrations/1.lua", "-- other");
        commit("fix: schema");
        assertThat(notes(NotesFormat.MARKDOWN).text()).contains("1 was changed: databases that had it");
    }

    @Test
    void aCommitAndItsRevertCancelEachOther() throws Exception {
        RevCommit bad = commit("feat: bad idea");
        RevCommit revert = commit("Revert \"feat: bad idea\"\n\nThis reverts commit " + bad.getName() + ".");
        assertThat(notes(NotesFormat.MARKDOWN).commits()).isZero();
        commit("Revert \"Revert\"\n\nThis reverts commit " + revert.getName() + ".");
        assertThat(notes(NotesFormat.MARKDOWN).text()).contains("bad idea");
    }

    @Test
    void aRevertOfAnOlderCommitIsTold() throws Exception {
        commit("Revert \"feat: the beginning\"\n\nThis reverts commit "
                + git.getRepository().resolve("v1.2.3^{commit}").getName() + ".");
        assertThat(notes(NotesFormat.MARKDOWN).text()).contains("### Reverted");
    }

    @Test
    void hostileMessagesStayText() throws Exception {
        commit("feat: <script>alert(1)</script> [click](javascript:x) @everyone https://evil.example `x`");
        assertThat(notes(NotesFormat.HTML).text()).doesNotContain("<script").contains("&lt;script&gt;");
        assertThat(notes(NotesFormat.MARKDOWN).text())
                .doesNotContain("<script")
                .doesNotContain("](javascript")
                .doesNotContain("@everyone")
                .doesNotContain("https://");
        assertThat(notes(NotesFormat.DISCORD).text())
                .doesNotContain("@everyone")
                .doesNotContain("](");
    }

    @Test
    void discordsBoundIsKept() throws Exception {
        for (int i = 0; i < 40; i++) {
            commit("feat: change number " + i + " " + "x".repeat(80));
        }
        assertThat(notes(NotesFormat.DISCORD).text())
                .hasSizeLessThanOrEqualTo(2000)
                .endsWith("\u2026");
    }

    @Test
    void programsGetJson() throws Exception {
        commit("feat: b");
        var json = new ObjectMapper().readTree(notes(NotesFormat.JSON).text());
        assertThat(json.path("version").asText()).isEqualTo("1.3.0");
        assertThat(json.path("sections").path("Features")).hasSize(1);
    }

    @Test
    void theNotesAreWrittenInsideTheWorkspaceOnly() throws Exception {
        commit("feat: b");
        var context = new RecordedRun().context(folder, folder, Clock.systemUTC());
        new ReleaseNotes("", "HEAD", "", NotesFormat.MARKDOWN, "out/notes.md").run(context);
        assertThat(folder.resolve("out/notes.md")).content().contains("## 1.3.0");
        assertThatThrownBy(() -> new ReleaseNotes("", "HEAD", "", NotesFormat.MARKDOWN, "../notes.md").run(context))
                .isInstanceOf(InvalidParameter.class);
    }

    @Test
    void anUnknownCommitIsNamed() {
        assertThatThrownBy(() -> new ReleaseNotes("v9", "HEAD", "", NotesFormat.MARKDOWN, "")
                        .run(new RecordedRun().context(folder, folder, Clock.systemUTC())))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("no commit 'v9'");
    }
}
