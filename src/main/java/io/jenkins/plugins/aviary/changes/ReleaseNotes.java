package io.jenkins.plugins.aviary.changes;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.revwalk.RevCommit;
import org.semver4j.Semver;

/** Writes the notes of a release from its Git history and from what really differs between the two trees. */
@Step(
        name = "releaseNotes",
        summary = "Writes the notes of a release from its commits and from what differs in migrations, data,"
                + " configuration and dependencies.")
public record ReleaseNotes(
        @Parameter("The tag, branch or commit to compare with; the nearest version tag before if not given")
        String from,

        @Parameter(value = "The tag, branch or commit of the release", defaultsTo = "HEAD")
        String to,

        @Parameter("The version of the release; raised from the last one by what changed if not given")
        String version,

        @Parameter(value = "The form: markdown, html, discord or json", defaultsTo = "markdown")
        NotesFormat format,

        @Parameter("The file to write, relative to the workspace; none if not given")
        String file)
        implements Operation<ReleaseNotes.Result> {
    private static final String FIRST_VERSION = "0.1.0";

    /**
     * What was found.
     *
     * @param version the version of the release
     * @param bump what the changes ask for: {@code major}, {@code minor}, {@code patch} or {@code none}
     * @param from what it was compared with, or empty
     * @param to the commit it is
     * @param commits how many commits it has
     * @param conventional how many of them say what kind of change they are
     * @param breaking what breaks
     * @param text the notes
     */
    public record Result(
            String version,
            String bump,
            String from,
            String to,
            int commits,
            int conventional,
            List<String> breaking,
            String text) {
        /** Copies the list. */
        public Result {
            breaking = List.copyOf(breaking);
        }
    }

    /** Takes absent texts as empty. */
    public ReleaseNotes {
        from = Objects.requireNonNullElse(from, "");
        to = to == null || to.isEmpty() ? "HEAD" : to;
        version = Objects.requireNonNullElse(version, "");
        format = Objects.requireNonNullElse(format, NotesFormat.MARKDOWN);
        file = Objects.requireNonNullElse(file, "");
    }

    @Override
    public Outcome<Result> run(RunContext context) {
        try (CommitLog log = CommitLog.open(context.workspace())) {
            RevCommit last = log.commit(to);
            Optional<String> compared = from.isEmpty() ? log.versionBefore(last) : Optional.of(from);
            Optional<RevCommit> first = compared.map(log::commit);
            List<CommitMessage> messages = log.between(first, last);
            TreeChanges tree =
                    first.isPresent() ? TreeChanges.between(log.repository(), first.get(), last) : TreeChanges.none();
            Bump bump = Bump.of(messages, tree);
            String named = version.isEmpty() ? raised(compared, bump) : version;
            Notes notes = Notes.of(named, compared.orElse(""), last.getName(), messages, tree);
            String text = format.render(notes);
            Optional<Path> written = file.isEmpty() ? Optional.empty() : Optional.of(write(context, text));
            long conventional = messages.stream()
                    .filter(message -> message.entries().get(0).kind() != Entry.Kind.OTHER)
                    .count();
            Result result = new Result(
                    named,
                    bump.text(),
                    compared.orElse(""),
                    last.getName(),
                    messages.size(),
                    (int) conventional,
                    notes.breaking(),
                    text);
            return Outcome.done(
                    "notes of " + named + ": " + messages.size() + " commits since "
                            + compared.orElse("the beginning")
                            + written.map(path -> ", in " + context.workspace().relativize(path))
                                    .orElse(""),
                    result);
        } catch (IOException e) {
            throw CommitLog.unreadable(e);
        }
    }

    private static String raised(Optional<String> last, Bump bump) {
        if (last.isEmpty()) {
            return FIRST_VERSION;
        }
        Semver before = Semver.coerce(last.get());
        return before == null ? last.get() + "-next" : bump.after(before).getVersion();
    }

    private Path write(RunContext context, String text) {
        Path target = context.path(file);
        if (!target.startsWith(context.workspace())) {
            throw new InvalidParameter("file is a path inside the workspace, not '" + file + "'");
        }
        try {
            Files.createDirectories(Objects.requireNonNull(target.getParent(), "a file lies in a folder"));
            return Files.writeString(target, text);
        } catch (IOException e) {
            throw new OperationFailure("The notes cannot be written to " + file + ": " + e.getMessage(), e);
        }
    }
}
