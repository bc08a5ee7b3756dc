package io.jenkins.plugins.aviary.approval;

import io.jenkins.plugins.aviary.ledger.BuildHistory;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.WorldState;
import io.jenkins.plugins.aviary.model.Digest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who wrote what a release brings to an environment: the authors and co-authors of all commits that it has and that what
 * runs there has not. Where that cannot be told for certain, it is everybody who is known to have written any of it.
 */
final class ReleaseAuthors {
    private ReleaseAuthors() {}

    /** Their names and e-mail addresses, each once, over all builds that made just this artifact. */
    static List<String> of(Ledger ledger, String environment, Digest release) {
        List<List<BuildHistory>> running = ledger.history().worlds().stream()
                .filter(world -> world.environment().equals(environment))
                .map(WorldState::release)
                .distinct()
                .map(digest -> digest.matches("[0-9a-f]{64}")
                        ? BuildHistory.of(ledger, new Digest(digest))
                        : List.<BuildHistory>of())
                .toList();
        Set<String> authors = new LinkedHashSet<>();
        for (BuildHistory build : BuildHistory.of(ledger, release)) {
            if (running.isEmpty()) {
                authors.addAll(build.authors());
            }
            running.forEach(before -> authors.addAll(since(build, before).orElseGet(build::authors)));
        }
        return List.copyOf(authors);
    }

    private static Optional<List<String>> since(BuildHistory build, List<BuildHistory> before) {
        return before.stream()
                .flatMap(old -> build.authorsSince(old.commit()).stream())
                .findFirst();
    }
}
