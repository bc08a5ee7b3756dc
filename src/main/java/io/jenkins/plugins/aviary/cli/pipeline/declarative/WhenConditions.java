package io.jenkins.plugins.aviary.cli.pipeline.declarative;

import io.jenkins.plugins.aviary.cli.pipeline.ast.WhenSpec;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Attempt;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Scope;
import io.jenkins.plugins.aviary.operation.AntPattern;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.PatternSyntaxException;
import org.codehaus.groovy.runtime.typehandling.DefaultTypeTransformation;

/** Decides {@code when} sections, as the conditional scripts of pipeline-model-definition do. */
final class WhenConditions {
    private final CodeBlocks code;

    WhenConditions(CodeBlocks code) {
        this.code = code;
    }

    boolean hold(List<WhenSpec.Condition> conditions) {
        return conditions.stream().allMatch(this::holds);
    }

    private boolean holds(WhenSpec.Condition condition) {
        return switch (condition.name()) {
            case "not" -> !holds(condition.children().get(0));
            case "allOf" -> hold(condition.children());
            case "anyOf" -> condition.children().stream().anyMatch(this::holds);
            case "expression" -> isTrue(condition);
            default -> simple(condition.name(), arguments(condition));
        };
    }

    private boolean isTrue(WhenSpec.Condition condition) {
        AtomicBoolean result = new AtomicBoolean();
        Attempt.of(() -> {
                    Object value = code.value(condition.code().orElseThrow());
                    result.set(DefaultTypeTransformation.castToBoolean(value));
                    return value;
                })
                .ifPresent(Attempt::rethrow);
        return result.get();
    }

    private boolean simple(String name, Map<String, Object> given) {
        Map<String, String> environment = Scope.current().environment();
        return switch (name) {
            case "branch" -> {
                String branch = environment.getOrDefault("BRANCH_NAME", "");
                String pattern = text(given, "pattern");
                yield branch.isEmpty() || pattern.isEmpty()
                        ? branch.isEmpty() && pattern.isEmpty()
                        : compare(given, pattern, branch, false);
            }
            case "tag", "buildingTag" -> {
                String tag = environment.getOrDefault("TAG_NAME", "");
                String pattern = text(given, "pattern");
                yield !tag.isEmpty() && (pattern.isEmpty() || compare(given, pattern, tag, false));
            }
            case "environment" -> environment(given, environment);
            case "equals" -> Objects.equals(given.get("expected"), given.get("actual"));
            case "changeset" -> changeset(given);
            case "triggeredBy" -> List.of("UserIdCause", "UserCause", "user").contains(text(given, "cause"));
            case "changelog", "changeRequest", "isRestartedRun" -> {
                Scope.current().log().info("'" + name + "' never holds when a file runs without Jenkins");
                yield false;
            }
            default -> throw new IllegalStateException(name);
        };
    }

    private static boolean environment(Map<String, Object> given, Map<String, String> environment) {
        String actual = environment.getOrDefault(text(given, "name"), "");
        String expected = text(given, "value");
        return "true".equals(text(given, "ignoreCase")) ? actual.equalsIgnoreCase(expected) : actual.equals(expected);
    }

    private static boolean changeset(Map<String, Object> given) {
        List<String> changes = Scope.current().run().settings().changes();
        if (changes.isEmpty()) {
            Scope.current().log().info("No change is known since the last run, so 'changeset' does not hold");
        }
        boolean caseSensitive = "true".equals(text(given, "caseSensitive"));
        return changes.stream().anyMatch(path -> compare(given, text(given, "pattern"), path, caseSensitive));
    }

    private static boolean compare(Map<String, Object> given, String pattern, String actual, boolean caseSensitive) {
        String comparator = text(given, "comparator").toUpperCase(Locale.ROOT);
        try {
            return switch (comparator) {
                case "EQUALS" -> actual.equals(pattern);
                case "REGEXP" -> actual.matches(pattern);
                default -> AntPattern.of(pattern, caseSensitive).matches(actual);
            };
        } catch (PatternSyntaxException e) {
            throw new InvalidParameter("'" + pattern + "' is not a regular expression: " + e.getDescription(), e);
        }
    }

    /** The arguments by name; one without a name is the pattern, or the cause. */
    private Map<String, Object> arguments(WhenSpec.Condition condition) {
        Map<String, Object> named = new LinkedHashMap<>();
        Optional.ofNullable(condition.code().orElse(null))
                .map(code::arguments)
                .orElse(List.of())
                .forEach(argument -> {
                    if (argument instanceof Map<?, ?> map) {
                        map.forEach((key, value) -> named.put(String.valueOf(key), value));
                    } else {
                        named.put(condition.name().equals("triggeredBy") ? "cause" : "pattern", argument);
                    }
                });
        return named;
    }

    private static String text(Map<String, Object> given, String name) {
        return Objects.toString(given.get(name), "");
    }
}
