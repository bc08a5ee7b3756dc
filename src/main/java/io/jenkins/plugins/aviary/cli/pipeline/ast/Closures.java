package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.ArrayList;
import java.util.List;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.VariableScope;
import org.codehaus.groovy.ast.expr.ArgumentListExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.ListExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;

/** Gathers the code of a Declarative pipeline, so that {@code pipeline { }} becomes {@code pipeline([{..}, {..}])}. */
final class Closures {
    private final List<Expression> gathered = new ArrayList<>();

    /** A block as it is written. */
    Code block(ClosureExpression closure) {
        gathered.add(closure);
        return new Code(gathered.size() - 1, closure.getLineNumber());
    }

    /** A value, to be computed when it is needed. */
    Code value(Expression expression) {
        BlockStatement body = new BlockStatement();
        body.addStatement(Syntax.at(expression, new ReturnStatement(expression)));
        ClosureExpression closure = Syntax.at(expression, new ClosureExpression(Parameter.EMPTY_ARRAY, body));
        closure.setVariableScope(new VariableScope());
        return block(closure);
    }

    /** The arguments of a call, as one list. */
    Code arguments(MethodCallExpression call) {
        return value(Syntax.at(call, new ListExpression(new ArrayList<>(Syntax.arguments(call)))));
    }

    /** Puts what was gathered in the place of what was written. */
    void replaceArgumentsOf(MethodCallExpression pipeline) {
        pipeline.setArguments(new ArgumentListExpression(new ListExpression(gathered)));
    }
}
