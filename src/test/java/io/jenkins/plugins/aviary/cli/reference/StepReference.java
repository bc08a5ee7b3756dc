package io.jenkins.plugins.aviary.cli.reference;

import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.ParameterSpec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The pages in {@code docs/steps}: what of them follows from the catalogue. */
final class StepReference {
    private static final String BEGIN = "<!-- parameters -->";
    private static final String END = "<!-- /parameters -->";
    private static final Pattern BLOCK = Pattern.compile("(?s)" + BEGIN + ".*?" + END);

    private StepReference() {}

    /** The page of a step with its table filled in; a page that has no place for the table gets one at its end. */
    static String page(OperationType type, String written) {
        String table = BEGIN + "\n" + table(type) + END;
        String page = written.isBlank() ? "# " + type.name() + "\n\n" + type.summary() + "\n" : written;
        Matcher block = BLOCK.matcher(page);
        return block.find()
                ? block.replaceFirst(Matcher.quoteReplacement(table))
                : page.stripTrailing() + "\n\n## Parameters\n\n" + table + "\n";
    }

    private static String table(OperationType type) {
        StringBuilder table = new StringBuilder("\n| parameter | form | default | what |\n|---|---|---|---|\n");
        for (ParameterSpec spec : type.parameters()) {
            table.append("| `" + spec.name() + "` | " + form(spec.kind(), spec.type()) + " | "
                    + (spec.required()
                            ? "**required**"
                            : spec.defaultText().isEmpty() ? "" : "`" + spec.defaultText() + "`")
                    + " | " + cell(spec.description()) + " |\n");
        }
        return table.append('\n').toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ");
    }

    private static String form(ParameterSpec.Kind kind, Type type) {
        return switch (kind) {
            case TEXT -> "text";
            case FLAG -> "`true` or `false`";
            case INTEGER -> "whole number";
            case NUMBER -> "number";
            case DURATION -> "duration, as `30s`, `5m`, `2h`";
            case CHOICE -> choices((Class<?>) type);
            case TEXTS -> "list of texts";
            case TEXT_MAP -> "texts by name";
            case OBJECT -> "object: " + fields((Class<?>) type);
            case OBJECTS -> objects((ParameterizedType) type);
        };
    }

    private static String objects(ParameterizedType type) {
        Type item = type.getActualTypeArguments()[type.getActualTypeArguments().length - 1];
        return item instanceof Class<?> plain && plain.isRecord()
                ? "list of objects: " + fields(plain)
                : item instanceof Class<?> choice && choice.isEnum() ? "list of " + choices(choice) : "list";
    }

    static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant ->
                        ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    private static String choices(Class<?> type) {
        return constants(type).stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static String fields(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> "`" + name + "`")
                .collect(Collectors.joining(", "));
    }

    /** The list of all steps. */
    static String index(Iterable<OperationType> types) {
        StringBuilder index = new StringBuilder("""
                # The steps

                The same in a Jenkinsfile, in `aviary run` and as a sub-command of `aviary`. The JSON Schema of their arguments is
                [steps.schema.json](../reference/steps.schema.json); how they end and what the exit codes mean is in
                [cli.md](../reference/cli.md).

                | step | command | what it does |
                |---|---|---|
                """);
        for (OperationType type : types) {
            index.append("| [" + type.name() + "](" + type.name() + ".md) | `aviary " + type.commandName() + "` | "
                    + cell(type.summary()) + " |\n");
        }
        return index.toString();
    }
}
