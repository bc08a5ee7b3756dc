package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.GStringExpression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.syntax.Types;

/** Reads the sections that a pipeline and its stages have in common. */
final class SectionReader {
    /** Options that wrap what runs, or that change how it runs. */
    static final List<String> STAGE_OPTIONS = List.of(
            "timeout",
            "retry",
            "timestamps",
            "skipDefaultCheckout",
            "lock",
            "catchError",
            "warnError",
            "ansiColor",
            "withEnv");

    private static final List<String> PIPELINE_OPTIONS = List.of(
            "timeout",
            "retry",
            "timestamps",
            "skipDefaultCheckout",
            "skipStagesAfterUnstable",
            "parallelsAlwaysFailFast",
            "disableConcurrentBuilds",
            "buildDiscarder",
            "ansiColor",
            "preserveStashes",
            "newContainerPerStage",
            "durabilityHint",
            "quietPeriod",
            "checkoutToSubdirectory",
            "disableResume",
            "disableRestartFromStage",
            "overrideIndexTriggers",
            "rateLimitBuilds",
            "catchError",
            "warnError",
            "withEnv");
    private static final List<String> PARAMETERS = List.of("string", "text", "booleanParam", "choice", "password");
    private static final List<String> INPUT_FIELDS =
            List.of("message", "id", "ok", "submitter", "submitterParameter", "cancel");

    private final Problems problems;
    private final Closures closures;

    SectionReader(Problems problems, Closures closures) {
        this.problems = problems;
        this.closures = closures;
    }

    AgentSpec agent(MethodCallExpression call) {
        List<Expression> arguments = Syntax.arguments(call);
        Optional<ClosureExpression> block = Syntax.block(call);
        if (block.isPresent() && arguments.isEmpty()) {
            return agentBlock(block.get());
        }
        if (arguments.size() == 1 && arguments.get(0) instanceof VariableExpression word) {
            if (word.getName().equals("any")) {
                return AgentSpec.any();
            } else if (word.getName().equals("none")) {
                return AgentSpec.none();
            }
        }
        problems.add(call, "only 'agent none', 'agent any' or 'agent { ... }' are allowed");
        return AgentSpec.any();
    }

    private AgentSpec agentBlock(ClosureExpression block) {
        List<Statement> statements = Syntax.statements(block);
        Optional<MethodCallExpression> type =
                statements.size() == 1 ? Syntax.call(statements.get(0)) : Optional.empty();
        if (type.isEmpty()) {
            problems.add(block, "'agent { ... }' holds exactly one kind of agent, such as label 'linux'");
            return AgentSpec.any();
        }
        MethodCallExpression call = type.get();
        switch (Syntax.name(call)) {
            case "label" -> {
                return new AgentSpec(
                        true, Syntax.arguments(call).stream().findFirst().map(closures::value), Optional.empty());
            }
            case "node" -> {
                Map<String, Code> fields = fields(call, List.of("label", "customWorkspace"), "an option of agent node");
                return new AgentSpec(
                        true,
                        Optional.ofNullable(fields.get("label")),
                        Optional.ofNullable(fields.get("customWorkspace")));
            }
            case "docker", "dockerfile", "kubernetes" ->
                problems.add(
                        call,
                        "an agent of kind '" + Syntax.name(call)
                                + "' needs Jenkins; the local runner has 'any', 'none', 'label' and 'node'");
            default ->
                problems.unknown(
                        call, "a kind of agent", Syntax.name(call), List.of("label", "node", "docker", "dockerfile"));
        }
        return AgentSpec.any();
    }

    List<Variable> environment(MethodCallExpression call) {
        List<Variable> variables = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Statement statement : statementsOf(call)) {
            Optional<Expression> expression = Syntax.expression(statement);
            if (expression.isEmpty()
                    || !(expression.get() instanceof BinaryExpression assignment)
                    || assignment.getOperation().getType() != Types.EQUAL
                    || !(assignment.getLeftExpression() instanceof VariableExpression name)) {
                problems.add(statement, "'environment' holds NAME = 'value' pairs only");
            } else if (!names.add(name.getName())) {
                problems.add(statement, "the variable '" + name.getName() + "' is set twice");
            } else {
                variables.add(variable(name.getName(), assignment.getRightExpression()));
            }
        }
        if (names.isEmpty()) {
            problems.add(call, "'environment' sets no variable; remove it or add one");
        }
        return variables;
    }

    private Variable variable(String name, Expression value) {
        Optional<MethodCallExpression> function = Syntax.call(value);
        if (function.isPresent() && Syntax.name(function.get()).equals("credentials")) {
            List<Expression> ids = Syntax.arguments(function.get());
            if (ids.size() != 1) {
                problems.add(value, "credentials('id') takes exactly one id");
                return new Variable(name, true, closures.value(new ConstantExpression("")));
            }
            return new Variable(name, true, closures.value(ids.get(0)));
        }
        if (!isText(value) && function.isEmpty()) {
            problems.add(value, "the value of '" + name + "' must be a text in quotes, a call, or texts joined by +");
        }
        return new Variable(name, false, closures.value(value));
    }

    private static boolean isText(Expression value) {
        return value instanceof ConstantExpression
                || value instanceof GStringExpression
                || (value instanceof BinaryExpression sum
                        && sum.getOperation().getType() == Types.PLUS
                        && isText(sum.getLeftExpression())
                        && isText(sum.getRightExpression()));
    }

    List<Declaration> options(MethodCallExpression call, boolean ofStage) {
        return declarations(call, "option", ofStage ? STAGE_OPTIONS : PIPELINE_OPTIONS);
    }

    List<Declaration> parameters(MethodCallExpression call) {
        return declarations(call, "kind of parameter", PARAMETERS);
    }

    private List<Declaration> declarations(MethodCallExpression call, String what, List<String> known) {
        List<Declaration> declarations = new ArrayList<>();
        for (Statement statement : statementsOf(call)) {
            Optional<MethodCallExpression> declared = Syntax.call(statement);
            if (declared.isEmpty()) {
                problems.add(statement, "'" + Syntax.name(call) + "' holds entries such as " + known.get(0) + "(...)");
            } else if (!known.contains(Syntax.name(declared.get()))) {
                problems.unknown(
                        statement,
                        (what.matches("[aeiou].*") ? "an " : "a ") + what + " here",
                        Syntax.name(declared.get()),
                        known);
            } else {
                declarations.add(new Declaration(
                        Syntax.name(declared.get()), closures.arguments(declared.get()), statement.getLineNumber()));
            }
        }
        if (statementsOf(call).isEmpty()) {
            problems.add(call, "'" + Syntax.name(call) + "' is empty; remove it or add an entry");
        }
        return declarations;
    }

    Map<PostCondition, Code> post(MethodCallExpression call) {
        Map<PostCondition, Code> post = new EnumMap<>(PostCondition.class);
        for (Statement statement : statementsOf(call)) {
            Optional<MethodCallExpression> entry = Syntax.call(statement);
            Optional<ClosureExpression> block = entry.flatMap(Syntax::block);
            if (block.isEmpty()) {
                problems.add(statement, "'post' holds conditions with blocks, such as always { ... }");
                continue;
            }
            Optional<PostCondition> condition = PostCondition.named(Syntax.name(entry.get()));
            if (condition.isEmpty()) {
                problems.unknown(statement, "a condition of 'post'", Syntax.name(entry.get()), PostCondition.words());
            } else if (post.containsKey(condition.get())) {
                problems.add(statement, "the condition '" + condition.get().word() + "' is there twice");
            } else {
                StepsBlock.check(block.get(), problems);
                post.put(condition.get(), closures.block(block.get()));
            }
        }
        if (statementsOf(call).isEmpty()) {
            problems.add(call, "'post' is empty; remove it or add a condition");
        }
        return post;
    }

    InputSpec input(MethodCallExpression call) {
        List<Declaration> parameters = new ArrayList<>();
        Map<String, Code> fields = new LinkedHashMap<>();
        if (Syntax.block(call).isEmpty() && !Syntax.arguments(call).isEmpty()) {
            Expression first = Syntax.arguments(call).get(0);
            fields.put("message", closures.value(first));
            return new InputSpec(fields, parameters);
        }
        for (Statement statement : statementsOf(call)) {
            Optional<MethodCallExpression> entry = Syntax.call(statement);
            if (entry.isPresent() && Syntax.name(entry.get()).equals("parameters")) {
                parameters.addAll(parameters(entry.get()));
            } else {
                entry.ifPresentOrElse(
                        field -> field(field, INPUT_FIELDS, "a field of 'input'", fields),
                        () -> problems.add(statement, "'input' holds fields such as message 'Go on?'"));
            }
        }
        if (!fields.containsKey("message")) {
            problems.add(call, "'input' needs a message");
        }
        return new InputSpec(fields, parameters);
    }

    private Map<String, Code> fields(MethodCallExpression call, List<String> known, String what) {
        Map<String, Code> fields = new LinkedHashMap<>();
        Syntax.arguments(call).stream()
                .filter(MapExpression.class::isInstance)
                .flatMap(map -> ((MapExpression) map).getMapEntryExpressions().stream())
                .forEach(entry -> Syntax.literal(entry.getKeyExpression())
                        .filter(known::contains)
                        .ifPresent(key -> fields.put(key, closures.value(entry.getValueExpression()))));
        if (Syntax.block(call).isPresent()) {
            for (Statement statement : statementsOf(call)) {
                Syntax.call(statement)
                        .ifPresentOrElse(
                                field -> field(field, known, what, fields),
                                () -> problems.add(statement, "expected fields such as " + known.get(0) + " 'value'"));
            }
        }
        return fields;
    }

    private void field(MethodCallExpression field, List<String> known, String what, Map<String, Code> fields) {
        List<Expression> arguments = Syntax.arguments(field);
        if (!known.contains(Syntax.name(field))) {
            problems.unknown(field, what, Syntax.name(field), known);
        } else if (arguments.size() != 1) {
            problems.add(field, "'" + Syntax.name(field) + "' takes exactly one value");
        } else {
            fields.put(Syntax.name(field), closures.value(arguments.get(0)));
        }
    }

    /** The statements of a section's block; a section without a block is a problem. */
    List<Statement> statementsOf(MethodCallExpression section) {
        return Syntax.block(section).map(Syntax::statements).orElseGet(() -> {
            problems.add(section, "'" + Syntax.name(section) + "' needs a block: " + Syntax.name(section) + " { ... }");
            return List.of();
        });
    }
}
