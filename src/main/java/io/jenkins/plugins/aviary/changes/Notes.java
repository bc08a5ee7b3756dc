package io.jenkins.plugins.aviary.changes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The notes of a release, before they get their form: headings with lines, in their order. Every line is foreign text.
 *
 * @param version the release's version
 * @param from what it is compared with, or empty for everything
 * @param to the commit it is
 * @param breaking what breaks
 * @param entries the changes
 * @param tree what the difference between the trees tells
 */
record Notes(String version, String from, String to, List<String> breaking, List<Entry> entries, TreeChanges tree) {
    private static final int BRIEF = 8;

    /** Collects the notes from the messages of all commits. */
    static Notes of(String version, String from, String to, List<CommitMessage> messages, TreeChanges tree) {
        List<Entry> entries = messages.stream()
                .flatMap(message -> message.entries().stream())
                .filter(entry -> !entry.subject().isEmpty())
                .toList();
        List<String> breaking = new ArrayList<>(entries.stream()
                .filter(Entry::isBreaking)
                .map(Entry::breaking)
                .distinct()
                .toList());
        tree.protocol().ifPresent(client -> breaking.add("Players need client version " + client));
        return new Notes(version, from, to, List.copyOf(breaking), entries, tree);
    }

    /** The sections: heading, then lines. Empty sections are left out. */
    Map<String, List<String>> sections() {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        put(sections, "Breaking changes", breaking);
        put(sections, "Database migrations", tree.migrations());
        Map<Entry.Kind, Set<String>> byKind = new EnumMap<>(Entry.Kind.class);
        for (Entry entry : entries) {
            byKind.computeIfAbsent(entry.kind(), kind -> new LinkedHashSet<>())
                    .add((entry.scope().isEmpty() ? "" : entry.scope() + ": ") + entry.subject() + " ("
                            + entry.commit()
                                    .substring(0, Math.min(BRIEF, entry.commit().length())) + ")");
        }
        byKind.forEach((kind, lines) -> put(sections, kind.heading(), lines));
        put(sections, "Configuration", tree.configuration());
        put(
                sections,
                "Data and scripts",
                tree.data().entrySet().stream()
                        .map(folder -> folder.getKey() + ": " + folder.getValue() + " files")
                        .toList());
        put(sections, "Dependencies", tree.dependencies());
        return sections;
    }

    private static void put(Map<String, List<String>> sections, String heading, Collection<String> lines) {
        if (!lines.isEmpty()) {
            sections.put(heading, List.copyOf(lines));
        }
    }

    /** The notes as JSON. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("version", version).put("from", from).put("to", to);
        ObjectNode sections = json.putObject("sections");
        sections().forEach((heading, lines) -> {
            ArrayNode array = sections.putArray(heading);
            lines.forEach(array::add);
        });
        return json;
    }
}
