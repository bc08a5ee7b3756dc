package io.jenkins.plugins.aviary.changes;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** The history of a Git repository: its tags, and what lies between two of its commits. */
final class CommitLog implements AutoCloseable {
    private static final int MOST_COMMITS = 200_000;

    private final Repository repository;

    private CommitLog(Repository repository) {
        this.repository = repository;
    }

    /**
     * Opens the repository that a folder lies in.
     *
     * @throws InvalidParameter if it lies in none
     */
    static CommitLog open(Path folder) {
        try {
            FileRepositoryBuilder builder =
                    new FileRepositoryBuilder().readEnvironment().findGitDir(folder.toFile());
            if (builder.getGitDir() == null) {
                throw new InvalidParameter(folder + " lies in no Git repository; check the sources out first");
            }
            return new CommitLog(builder.build());
        } catch (IOException e) {
            throw new OperationFailure("The Git repository of " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /**
     * The commit that a name stands for.
     *
     * @throws InvalidParameter if there is none
     */
    RevCommit commit(String name) {
        try (RevWalk walk = new RevWalk(repository)) {
            ObjectId id = repository.resolve(name + "^{commit}");
            if (id == null) {
                throw new InvalidParameter("The repository has no commit '" + name
                        + "'; give a tag, a branch or a commit, and fetch tags if the checkout has none");
            }
            return walk.parseCommit(id);
        } catch (IOException | RuntimeException e) {
            if (e instanceof InvalidParameter refused) {
                throw refused;
            }
            throw new InvalidParameter("'" + name + "' names no commit: " + e.getMessage(), e);
        }
    }

    /** The nearest tag of a version before a commit, in the order of the history. */
    Optional<String> versionBefore(RevCommit commit) {
        try (RevWalk walk = new RevWalk(repository)) {
            java.util.Map<ObjectId, String> tags = new java.util.HashMap<>();
            for (Ref ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
                String name = ref.getName().substring(Constants.R_TAGS.length());
                if (name.matches("v?\\d+\\.\\d+.*")) {
                    tags.put(target(walk, ref), name);
                }
            }
            walk.markStart(walk.parseCommit(commit));
            for (RevCommit one : walk) {
                if (!one.equals(commit) && tags.containsKey(one.getId())) {
                    return Optional.of(tags.get(one.getId()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static ObjectId target(RevWalk walk, Ref ref) throws IOException {
        var object = walk.parseAny(ref.getObjectId());
        while (object instanceof RevTag tag) {
            object = walk.parseAny(tag.getObject());
        }
        return object.getId();
    }

    /**
     * The messages of the commits that one has and another has not, the newest first, without merges and without those
     * whose revert is among them too.
     */
    List<CommitMessage> between(Optional<RevCommit> from, RevCommit to) {
        List<CommitMessage> messages = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository)) {
            walk.markStart(walk.parseCommit(to));
            if (from.isPresent()) {
                walk.markUninteresting(walk.parseCommit(from.get()));
            }
            for (RevCommit commit : walk) {
                if (commit.getParentCount() < 2) {
                    messages.add(CommitMessage.parse(commit.getName(), commit.getFullMessage()));
                }
                if (messages.size() > MOST_COMMITS) {
                    throw new InvalidParameter(
                            "There are more than " + MOST_COMMITS + " commits between the two; give a nearer 'from'");
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return withoutReverted(messages);
    }

    /** A commit and its revert cancel each other; what reverts a revert brings the first back. */
    private static List<CommitMessage> withoutReverted(List<CommitMessage> newestFirst) {
        Set<String> gone = new HashSet<>();
        List<CommitMessage> kept = new ArrayList<>();
        for (CommitMessage message : newestFirst) {
            if (!gone.isEmpty() && gone.stream().anyMatch(message.commit()::startsWith)) {
                continue;
            }
            Optional<String> target = message.reverts()
                    .filter(id ->
                            newestFirst.stream().anyMatch(one -> one.commit().startsWith(id)));
            if (target.isPresent()) {
                gone.add(target.get());
            } else {
                kept.add(message);
            }
        }
        return kept;
    }

    Repository repository() {
        return repository;
    }

    static OperationFailure unreadable(IOException e) {
        return new OperationFailure(
                "The Git history cannot be read: " + e.getMessage() + "; a shallow clone lacks it, fetch it whole", e);
    }

    @Override
    public void close() {
        repository.close();
    }
}
