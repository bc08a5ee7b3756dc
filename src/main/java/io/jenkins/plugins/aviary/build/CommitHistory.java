package io.jenkins.plugins.aviary.build;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The history of what is built, from the lines of {@code git log}: who wrote it, and which its newest commits are. Who wrote
 * a release cannot be the one who approves it, so everybody counts who is named as an author or in a
 * {@code Co-authored-by} line, by name and by e-mail address. Texts of commits are hostile: they can add persons, and hide none.
 */
final class CommitHistory {
    /** How {@code git log} is to print a commit, as lines for {@link #accept}. */
    static final String FORMAT = "--format=%x1e%H%x1f%P%x1f%ct%x1f%an%x1f%ae%n%B";

    /** An event has 64 KiB; this leaves room for the rest of what a build tells. */
    private static final int AUTHORS_BYTES = 26_000;

    private static final int COMMITS_BYTES = 26_000;
    private static final int ID_LENGTH = 16;
    private static final int LONGEST_AUTHOR = 100;
    private static final Pattern CO_AUTHOR =
            Pattern.compile("\\s*co-authored-by:\\s*([^<]*?)\\s*(?:<\\s*([^>]*?)\\s*>.*)?", Pattern.CASE_INSENSITIVE);

    /** Names and addresses with their places, those of the newest commits first. */
    private final Map<String, Integer> authors = new LinkedHashMap<>();

    private final List<Commit> commits = new ArrayList<>();
    private Commit current;

    private record Commit(String id, List<String> parents, String seconds, Set<Integer> authors) {}

    /** Takes the next line. */
    void accept(String line) {
        String[] fields = line.split("\u001f", -1);
        if (line.startsWith("\u001e") && fields.length >= 5 && fields[0].length() > ID_LENGTH) {
            current = new Commit(
                    fields[0].substring(1),
                    fields[1].isEmpty() ? List.of() : List.of(fields[1].split(" ")),
                    fields[2],
                    new LinkedHashSet<>());
            commits.add(current);
            for (int i = 3; i < fields.length; i++) {
                wrote(fields[i]);
            }
        } else if (current != null) {
            Matcher matcher = CO_AUTHOR.matcher(line);
            if (matcher.matches()) {
                wrote(matcher.group(1));
                wrote(matcher.group(2));
            }
        }
    }

    private void wrote(String author) {
        if (author != null && !author.isBlank()) {
            String name = author.strip();
            String brief = name.length() > LONGEST_AUTHOR ? name.substring(0, LONGEST_AUTHOR) : name;
            current.authors().add(authors.computeIfAbsent(brief, unknown -> authors.size()));
        }
    }

    /** How many commits there were. */
    int size() {
        return commits.size();
    }

    /**
     * Writes {@code authors} and {@code history}, as far as an event has room for them.
     *
     * @return how many authors had none
     */
    int writeTo(ObjectNode payload) {
        ArrayNode names = payload.putArray("authors");
        int bytes = 0;
        for (String author : authors.keySet()) {
            bytes += author.getBytes(StandardCharsets.UTF_8).length * 2 + 4;
            if (bytes > AUTHORS_BYTES) {
                break;
            }
            names.add(author);
        }
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < commits.size(); i++) {
            places.putIfAbsent(commits.get(i).id(), i);
        }
        ArrayNode history = payload.putArray("history");
        bytes = 0;
        for (Commit commit : commits) {
            String line = line(commit, places);
            bytes += line.length() + 3;
            if (bytes > COMMITS_BYTES) {
                break;
            }
            history.add(line);
        }
        return authors.size() - names.size();
    }

    /** A parent that has no room in the event has a place there is none for, which the reader knows as unknown. */
    private static String line(Commit commit, Map<String, Integer> places) {
        List<String> parents = commit.parents().stream()
                .map(parent -> places.containsKey(parent) ? String.valueOf(places.get(parent)) : "?")
                .toList();
        List<String> wrote = commit.authors().stream().map(String::valueOf).toList();
        return commit.id().substring(0, ID_LENGTH) + " " + commit.seconds() + " "
                + (parents.isEmpty() ? "-" : String.join(",", parents)) + " "
                + (wrote.isEmpty() ? "-" : String.join(",", wrote));
    }
}
