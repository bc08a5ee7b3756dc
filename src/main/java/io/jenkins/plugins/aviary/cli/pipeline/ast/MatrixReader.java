package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads the axes of a {@code matrix} and makes its cells. */
final class MatrixReader {
    private static final int MOST_CELLS = 256;

    private final Problems problems;
    private final SectionReader sections;
    private final Map<String, List<String>> axes = new LinkedHashMap<>();
    private final List<List<Filter>> excludes = new ArrayList<>();

    MatrixReader(Problems problems, SectionReader sections) {
        this.problems = problems;
        this.sections = sections;
    }

    void axes(MethodCallExpression call) {
        for (Statement statement : sections.statementsOf(call)) {
            axis(statement, List.of("name", "values")).ifPresent(axis -> {
                if (axes.putIfAbsent(axis.name(), axis.values()) != null) {
                    problems.add(statement, "there are two axes '" + axis.name() + "'");
                }
            });
        }
    }

    void excludes(MethodCallExpression call) {
        for (Statement statement : sections.statementsOf(call)) {
            Optional<MethodCallExpression> exclude =
                    Syntax.call(statement).filter(entry -> Syntax.name(entry).equals("exclude"));
            if (exclude.isEmpty()) {
                problems.add(statement, "'excludes' holds exclude { ... } blocks");
                continue;
            }
            List<Filter> filters = new ArrayList<>();
            for (Statement inner : sections.statementsOf(exclude.get())) {
                axis(inner, List.of("name", "values", "notValues")).ifPresent(filters::add);
            }
            excludes.add(filters);
        }
    }

    private Optional<Filter> axis(Statement statement, List<String> known) {
        Optional<MethodCallExpression> axis =
                Syntax.call(statement).filter(entry -> Syntax.name(entry).equals("axis"));
        if (axis.isEmpty()) {
            problems.add(statement, "expected axis { name 'NAME'; values 'a', 'b' }");
            return Optional.empty();
        }
        Map<String, List<String>> fields = new LinkedHashMap<>();
        for (Statement inner : sections.statementsOf(axis.get())) {
            Syntax.call(inner)
                    .filter(field -> known.contains(Syntax.name(field)))
                    .ifPresentOrElse(
                            field -> fields.put(Syntax.name(field), literals(field)),
                            () -> problems.add(inner, "'axis' holds " + String.join(", ", known) + " only"));
        }
        List<String> name = fields.getOrDefault("name", List.of());
        boolean not = fields.containsKey("notValues");
        List<String> values = fields.getOrDefault(not ? "notValues" : "values", List.of());
        if (name.size() != 1 || values.isEmpty()) {
            problems.add(statement, "'axis' needs a name and values");
            return Optional.empty();
        }
        return Optional.of(new Filter(name.get(0), values, not));
    }

    private List<String> literals(MethodCallExpression call) {
        List<String> literals = new ArrayList<>();
        for (Expression argument : Syntax.arguments(call)) {
            Syntax.literal(argument)
                    .ifPresentOrElse(
                            literals::add,
                            () -> problems.add(argument, "'" + Syntax.name(call) + "' takes texts in quotes only"));
        }
        return literals;
    }

    /** Every combination of the axes' values that is not excluded, the last axis changing fastest. */
    List<Map<String, String>> cells(MethodCallExpression matrix) {
        if (axes.isEmpty()) {
            problems.add(matrix, "'matrix' needs 'axes'");
            return List.of();
        }
        List<Map<String, String>> cells = List.of(Map.of());
        for (Map.Entry<String, List<String>> axis : axes.entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> cell : cells) {
                for (String value : axis.getValue()) {
                    Map<String, String> more = new LinkedHashMap<>(cell);
                    more.put(axis.getKey(), value);
                    longer.add(more);
                }
            }
            if (longer.size() > MOST_CELLS) {
                problems.add(matrix, "'matrix' has more than " + MOST_CELLS + " cells");
                return List.of();
            }
            cells = longer;
        }
        return cells.stream()
                .filter(cell -> excludes.stream().noneMatch(filters -> excluded(cell, filters)))
                .toList();
    }

    private static boolean excluded(Map<String, String> cell, List<Filter> filters) {
        return filters.stream().allMatch(filter -> filter.values().contains(cell.get(filter.name())) != filter.not());
    }

    /** The name that Jenkins gives a cell. */
    static String nameOf(Map<String, String> cell) {
        return cell.entrySet().stream()
                .map(value -> value.getKey() + " = '" + value.getValue() + "'")
                .collect(Collectors.joining(", ", "Matrix - ", ""));
    }

    private record Filter(String name, List<String> values, boolean not) {}
}
