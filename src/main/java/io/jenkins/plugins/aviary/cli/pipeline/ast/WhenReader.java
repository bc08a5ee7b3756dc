package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads {@code when} sections. */
final class WhenReader {
    private static final List<String> NESTED = List.of("not", "allOf", "anyOf");
    private static final List<String> KNOWN = List.of(
            "branch",
            "expression",
            "environment",
            "changeset",
            "changelog",
            "changeRequest",
            "equals",
            "tag",
            "buildingTag",
            "triggeredBy",
            "isRestartedRun",
            "not",
            "allOf",
            "anyOf");

    private final Problems problems;
    private final Closures closures;

    WhenReader(Problems problems, Closures closures) {
        this.problems = problems;
        this.closures = closures;
    }

    WhenSpec read(MethodCallExpression call) {
        boolean beforeAgent = false;
        boolean beforeInput = false;
        boolean beforeOptions = false;
        List<WhenSpec.Condition> conditions = new ArrayList<>();
        for (Statement statement : Syntax.block(call).map(Syntax::statements).orElse(List.of())) {
            Optional<MethodCallExpression> entry = Syntax.call(statement);
            switch (entry.map(Syntax::name).orElse("")) {
                case "beforeAgent" -> beforeAgent = truth(entry.orElseThrow());
                case "beforeInput" -> beforeInput = truth(entry.orElseThrow());
                case "beforeOptions" -> beforeOptions = truth(entry.orElseThrow());
                default -> condition(statement, entry).ifPresent(conditions::add);
            }
        }
        if (conditions.isEmpty()) {
            problems.add(call, "'when' has no condition; remove it or add one");
        }
        return new WhenSpec(beforeAgent, beforeInput, beforeOptions, conditions);
    }

    private boolean truth(MethodCallExpression call) {
        return Syntax.arguments(call).stream()
                .findFirst()
                .flatMap(Syntax::truth)
                .orElseGet(() -> {
                    problems.add(call, "'" + Syntax.name(call) + "' is true or false");
                    return false;
                });
    }

    private Optional<WhenSpec.Condition> condition(Statement statement, Optional<MethodCallExpression> entry) {
        if (entry.isEmpty()) {
            problems.add(statement, "expected a condition, such as branch 'main'; code goes into expression { ... }");
            return Optional.empty();
        }
        MethodCallExpression call = entry.get();
        String name = Syntax.name(call);
        if (!KNOWN.contains(name)) {
            problems.unknown(call, "a condition of 'when'", name, KNOWN);
            return Optional.empty();
        }
        Optional<ClosureExpression> block = Syntax.block(call);
        if (name.equals("expression")) {
            if (block.isEmpty()) {
                problems.add(call, "'expression' needs a block");
                return Optional.empty();
            }
            return Optional.of(new WhenSpec.Condition(name, Optional.of(closures.block(block.get())), List.of()));
        }
        if (NESTED.contains(name)) {
            return nested(call, name, block);
        }
        return Optional.of(new WhenSpec.Condition(name, Optional.of(closures.arguments(call)), List.of()));
    }

    private Optional<WhenSpec.Condition> nested(
            MethodCallExpression call, String name, Optional<ClosureExpression> block) {
        List<WhenSpec.Condition> children = new ArrayList<>();
        for (Statement statement : block.map(Syntax::statements).orElse(List.of())) {
            condition(statement, Syntax.call(statement)).ifPresent(children::add);
        }
        if (children.isEmpty()) {
            problems.add(call, "'" + name + "' needs a condition inside");
        } else if (name.equals("not") && children.size() != 1) {
            problems.add(call, "'not' holds exactly one condition; put several into allOf { ... } or anyOf { ... }");
        }
        return Optional.of(new WhenSpec.Condition(name, Optional.empty(), children));
    }
}
