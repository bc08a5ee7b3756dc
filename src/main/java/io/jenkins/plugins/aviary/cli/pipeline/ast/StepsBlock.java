package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.EmptyStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/**
 * The rule that a Declarative {@code steps} block holds steps and nothing else; Groovy code goes into {@code script}.
 * Jenkins refuses such a file, so it must not pass here.
 */
final class StepsBlock {
    private static final Map<String, String> BLOCKED = Map.of(
            "stage", "stages belong into 'stages', not among steps",
            "properties", "use the 'options' and 'parameters' sections instead of 'properties'",
            "parallel", "use a stage with a 'parallel' section instead of the step 'parallel'");

    private StepsBlock() {}

    static void check(ClosureExpression block, Problems problems) {
        List<Statement> statements = Syntax.statements(block);
        for (Statement statement : statements) {
            if (!(statement instanceof EmptyStatement)) {
                check(statement, statements.size() == 1, problems);
            }
        }
    }

    private static void check(Statement statement, boolean alone, Problems problems) {
        Optional<MethodCallExpression> call = Syntax.call(statement);
        if (call.isEmpty()) {
            boolean onObject = Syntax.expression(statement)
                    .filter(MethodCallExpression.class::isInstance)
                    .isPresent();
            problems.add(
                    statement,
                    onObject
                            ? "calls on objects are not allowed among steps; put them into script { ... }"
                            : "only steps are allowed here; put Groovy code into script { ... }");
            return;
        }
        String name = Syntax.name(call.get());
        if (BLOCKED.containsKey(name) && !(alone && name.equals("parallel"))) {
            problems.add(statement, BLOCKED.get(name));
        } else if (!name.equals("script") && !name.equals("parallel")) {
            Syntax.block(call.get()).ifPresent(inner -> check(inner, problems));
        }
    }
}
