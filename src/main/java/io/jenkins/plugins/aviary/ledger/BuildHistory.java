package io.jenkins.plugins.aviary.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.aviary.model.Digest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a build recorded of the history of what it built: everybody who wrote it, and its newest commits with their parents,
 * so that it can be told later, without the sources, what it has that another release has not. See {@code build.finished}
 * in {@code docs/reference/events.md}.
 */
public final class BuildHistory {
    /** How many characters of a commit's id are recorded. */
    public static final int ID_LENGTH = 16;

    /** An id, seconds since 1970, the places of its parents or {@code ?}, and the places of its authors. */
    private static final Pattern COMMIT = Pattern.compile(
            "([0-9a-f]{16}) (\\d{1,11}) (-|(?:\\d{1,6}|\\?)(?:,(?:\\d{1,6}|\\?))*) (-|\\d{1,6}(?:,\\d{1,6})*)");

    private final String commit;
    private final List<String> authors;
    private final List<Commit> commits;

    private BuildHistory(String commit, List<String> authors, List<Commit> commits) {
        this.commit = commit;
        this.authors = authors;
        this.commits = commits;
    }

    /**
     * One commit.
     *
     * @param id the beginning of its id
     * @param time when it was made
     * @param parents the places of its parents among the commits, -1 for one that is not among them
     * @param authors the places of its authors' names and addresses
     */
    private record Commit(String id, Instant time, List<Integer> parents, List<Integer> authors) {}

    /**
     * A commit that a release brings.
     *
     * @param id its id or the beginning of that
     * @param time when it was made
     */
    public record Brought(String id, Instant time) {}

    /** What the builds of an artifact recorded, newest first; those of others that tell no commit are left out. */
    public static List<BuildHistory> of(Ledger ledger, Digest artifact) {
        return ledger.all(EventQuery.ALL.ofType("build.finished").about(artifact.hex())).stream()
                .map(recorded -> of(recorded.event()))
                .toList();
    }

    /** What one build recorded. It came from an agent: what has another form is left out, and nothing can be told then. */
    public static BuildHistory of(LedgerEvent build) {
        List<String> authors = new ArrayList<>();
        build.payload().path("authors").forEach(author -> authors.add(author.asText("")));
        List<Commit> commits = new ArrayList<>();
        for (JsonNode line : build.payload().path("history")) {
            Matcher matcher = COMMIT.matcher(line.asText(""));
            if (!matcher.matches()) {
                commits.clear();
                break;
            }
            commits.add(new Commit(
                    matcher.group(1),
                    Instant.ofEpochSecond(Long.parseLong(matcher.group(2))),
                    places(matcher.group(3)),
                    places(matcher.group(4))));
        }
        return new BuildHistory(build.payload().path("commit").asText(""), List.copyOf(authors), List.copyOf(commits));
    }

    private static List<Integer> places(String text) {
        List<Integer> places = new ArrayList<>();
        if (!text.equals("-")) {
            for (String place : text.split(",")) {
                places.add(place.equals("?") ? -1 : Integer.parseInt(place));
            }
        }
        return places;
    }

    /** The commit that was built, or empty. */
    public String commit() {
        return commit;
    }

    /** The names and addresses of everybody in the whole history, as far as the build read it. */
    public List<String> authors() {
        return authors.stream().filter(author -> !author.isEmpty()).toList();
    }

    /**
     * The names and addresses of those who wrote what this build has and another commit has not.
     *
     * @return nothing if that cannot be told for certain, which must not be taken for nobody
     */
    public Optional<List<String>> authorsSince(String other) {
        return since(other).map(range -> {
            Set<String> wrote = new LinkedHashSet<>();
            range.forEach(one -> one.authors().stream()
                    .filter(place -> place < authors.size())
                    .map(authors::get)
                    .filter(author -> !author.isEmpty())
                    .forEach(wrote::add));
            return List.copyOf(wrote);
        });
    }

    /**
     * The commits that this build has and another commit has not, newest first.
     *
     * @return nothing if that cannot be told for certain
     */
    public Optional<List<Brought>> commitsSince(String other) {
        return since(other)
                .map(range -> range.stream()
                        .map(one -> new Brought(one.id(), one.time()))
                        .toList());
    }

    /** The commit that was built, if its time is known. */
    public Optional<Brought> built() {
        return commits.stream()
                .findFirst()
                .filter(first -> commit.startsWith(first.id()))
                .map(first -> new Brought(first.id(), first.time()));
    }

    private Optional<List<Commit>> since(String other) {
        if (other.length() < ID_LENGTH) {
            return Optional.empty();
        }
        String wanted = other.substring(0, ID_LENGTH);
        for (int i = 0; i < commits.size(); i++) {
            if (commits.get(i).id().equals(wanted)) {
                return notReached(i);
            }
        }
        return Optional.empty();
    }

    /** Everything that is not reached from a place; nothing if some of that may have parents that are not recorded. */
    private Optional<List<Commit>> notReached(int from) {
        Set<Integer> reached = new HashSet<>();
        Deque<Integer> next = new ArrayDeque<>(List.of(from));
        while (!next.isEmpty()) {
            int place = next.pop();
            if (place >= 0 && place < commits.size() && reached.add(place)) {
                next.addAll(commits.get(place).parents());
            }
        }
        List<Commit> others = new ArrayList<>();
        for (int i = 0; i < commits.size(); i++) {
            if (!reached.contains(i)) {
                if (commits.get(i).parents().stream().anyMatch(parent -> parent < 0 || parent >= commits.size())) {
                    return Optional.empty();
                }
                others.add(commits.get(i));
            }
        }
        return Optional.of(others);
    }
}
