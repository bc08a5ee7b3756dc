package io.jenkins.plugins.aviary.config;

import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.NearestName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One section of the file while it is read. Every key that is asked for counts as known; {@link #end} reports the rest.
 * A wrong value is reported and replaced by the default, so that reading goes on and finds the next problem too.
 */
final class Section {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

    private final String path;
    private final YamlNode.Mapping mapping;
    private final Problems problems;
    private final Map<String, String> environment;
    private final Set<String> asked = new LinkedHashSet<>();

    private Section(String path, YamlNode.Mapping mapping, Problems problems, Map<String, String> environment) {
        this.path = path;
        this.mapping = mapping;
        this.problems = problems;
        this.environment = environment;
    }

    static Section root(YamlNode node, Problems problems, Map<String, String> environment) {
        return of("", node, problems, environment);
    }

    private static Section of(String path, YamlNode node, Problems problems, Map<String, String> environment) {
        if (node instanceof YamlNode.Mapping mapping) {
            return new Section(path, mapping, problems, environment);
        }
        if (!(node instanceof YamlNode.Scalar scalar && scalar.text().isEmpty())) {
            problems.add(node.line(), path, "expected a section of keys, found " + node.kind());
        }
        return new Section(path, new YamlNode.Mapping(Map.of(), node.line()), problems, environment);
    }

    int line() {
        return mapping.line();
    }

    boolean has(String key) {
        asked.add(key);
        return mapping.entries().containsKey(key);
    }

    /** A nested section; an empty one where the key is absent. */
    Section section(String key) {
        asked.add(key);
        YamlNode.Entry entry = mapping.entries().get(key);
        YamlNode node = entry == null ? new YamlNode.Mapping(Map.of(), mapping.line()) : entry.value();
        return of(at(key), node, problems, environment);
    }

    /** Reads every entry of the section with the given key as a section of its own, by name. */
    <T> Map<String, T> each(String key, BiFunction<String, Section, T> read) {
        Section parent = section(key);
        Map<String, T> all = new LinkedHashMap<>();
        parent.mapping.entries().forEach((name, entry) -> {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,62}")) {
                problems.add(
                        entry.line(),
                        parent.at(name),
                        "a name is up to 63 letters, digits, dots, dashes and" + " underscores");
                return;
            }
            Section child = of(parent.at(name), entry.value(), problems, environment);
            all.put(name, read.apply(name, child));
            child.end();
        });
        return all;
    }

    String required(String key, String expected) {
        String value = text(key, "");
        if (value.isEmpty()) {
            problems.add(mapping.line(), at(key), "is missing; expected " + expected);
        }
        return value;
    }

    String text(String key, String otherwise) {
        YamlNode node = node(key);
        if (node == null) {
            return otherwise;
        }
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.text().isEmpty() ? otherwise : resolved(key, scalar);
        }
        problems.add(node.line(), at(key), "expected a text, found " + node.kind());
        return otherwise;
    }

    String matching(String key, String otherwise, Pattern form, String expected) {
        String value = text(key, otherwise);
        if (!value.isEmpty() && !form.matcher(value).matches()) {
            return wrong(key, expected, value, otherwise);
        }
        return value;
    }

    boolean flag(String key, boolean otherwise) {
        String value = text(key, String.valueOf(otherwise));
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        return wrong(key, "true or false", value, otherwise);
    }

    int integer(String key, int otherwise, int smallest, int largest) {
        String value = text(key, String.valueOf(otherwise));
        try {
            int number = Integer.parseInt(value);
            if (number >= smallest && number <= largest) {
                return number;
            }
        } catch (NumberFormatException e) {
            return wrong(key, "a whole number from " + smallest + " to " + largest, value, otherwise);
        }
        return wrong(key, "a whole number from " + smallest + " to " + largest, value, otherwise);
    }

    Duration duration(String key, Duration otherwise) {
        String value = text(key, "");
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            return Durations.parse(value);
        } catch (IllegalArgumentException e) {
            return wrong(key, "a duration such as 30s, 5m or 2h", value, otherwise);
        }
    }

    <E extends Enum<E>> E choice(String key, E otherwise, Class<E> type) {
        String value = text(key, "");
        if (value.isEmpty()) {
            return otherwise;
        }
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
            if (name.equals(value)) {
                return constant;
            }
            names.add(name);
        }
        return wrong(key, "one of " + String.join(", ", names), value, otherwise);
    }

    List<String> texts(String key) {
        YamlNode node = node(key);
        if (node == null) {
            return List.of();
        }
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.text().isEmpty() ? List.of() : List.of(resolved(key, scalar));
        }
        List<String> all = new ArrayList<>();
        if (node instanceof YamlNode.Sequence sequence) {
            for (YamlNode item : sequence.items()) {
                if (item instanceof YamlNode.Scalar scalar) {
                    all.add(resolved(key, scalar));
                } else {
                    problems.add(item.line(), at(key), "expected a list of texts, found " + item.kind() + " in it");
                }
            }
        } else {
            problems.add(node.line(), at(key), "expected a list of texts, found " + node.kind());
        }
        return all;
    }

    /** Commands, each a list of the program and its arguments. */
    List<List<String>> commands(String key) {
        YamlNode node = node(key);
        if (node == null
                || node instanceof YamlNode.Scalar scalar && scalar.text().isEmpty()) {
            return List.of();
        }
        String expected = "expected a list of commands, each a list such as [./warm-up, --all], found ";
        if (!(node instanceof YamlNode.Sequence sequence)) {
            problems.add(node.line(), at(key), expected + node.kind());
            return List.of();
        }
        List<List<String>> all = new ArrayList<>();
        for (YamlNode item : sequence.items()) {
            List<String> command = command(key, item);
            if (command.isEmpty() || command.get(0).isEmpty()) {
                problems.add(
                        item.line(),
                        at(key),
                        expected
                                + (item instanceof YamlNode.Sequence
                                        ? "one without a program, or with a list in it"
                                        : item.kind() + " in it"));
            } else {
                all.add(command);
            }
        }
        return all;
    }

    private List<String> command(String key, YamlNode item) {
        List<String> words = new ArrayList<>();
        if (item instanceof YamlNode.Sequence command) {
            for (YamlNode word : command.items()) {
                if (!(word instanceof YamlNode.Scalar scalar)) {
                    return List.of();
                }
                words.add(resolved(key, scalar));
            }
        }
        return words;
    }

    Map<String, String> textMap(String key) {
        Section section = section(key);
        Map<String, String> all = new LinkedHashMap<>();
        section.mapping.entries().keySet().forEach(name -> all.put(name, section.text(name, "")));
        return all;
    }

    /** Reports a key that must not be there at all. */
    void forbid(String key, String reason) {
        if (has(key)) {
            problems.add(mapping.entries().get(key).line(), at(key), reason);
        }
    }

    /** Reports a problem with the value of a key, or with the section where the key is absent. */
    void problem(String key, String expectation) {
        YamlNode.Entry entry = mapping.entries().get(key);
        problems.add(entry == null ? mapping.line() : entry.line(), at(key), expectation);
    }

    /** Reports every key that nobody asked for. */
    void end() {
        mapping.entries().forEach((key, entry) -> {
            if (!asked.contains(key)) {
                problems.add(entry.line(), at(key), "is not a known key" + NearestName.suggestion(key, asked));
            }
        });
    }

    private YamlNode node(String key) {
        asked.add(key);
        YamlNode.Entry entry = mapping.entries().get(key);
        return entry == null ? null : entry.value();
    }

    private String resolved(String key, YamlNode.Scalar scalar) {
        Matcher reference = REFERENCE.matcher(scalar.text());
        StringBuilder text = new StringBuilder();
        while (reference.find()) {
            String value = valueOf(reference);
            if (value == null) {
                problems.add(
                        scalar.line(),
                        at(key),
                        "the environment variable " + reference.group(1)
                                + " is not set; set it, or give a default as ${" + reference.group(1) + ":-value}");
                value = "";
            }
            reference.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return reference.appendTail(text).toString();
    }

    /** The value of a variable; {@code ${build}} is left as it is for the build to fill in. */
    private String valueOf(Matcher reference) {
        return reference.group().equals("${build}")
                ? reference.group()
                : environment.getOrDefault(reference.group(1), reference.group(2));
    }

    private <T> T wrong(String key, String expected, String found, T otherwise) {
        YamlNode.Entry entry = mapping.entries().get(key);
        problems.add(
                entry == null ? mapping.line() : entry.value().line(),
                at(key),
                "expected " + expected + ", found '" + found + "'");
        return otherwise;
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
