package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.codehaus.groovy.ast.ASTNode;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.ConstantExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MapExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.expr.NamedArgumentListExpression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.stmt.BlockStatement;
import org.codehaus.groovy.ast.stmt.ExpressionStatement;
import org.codehaus.groovy.ast.stmt.ReturnStatement;
import org.codehaus.groovy.ast.stmt.Statement;

/** Recognises the few shapes of Groovy that a Declarative pipeline is made of. */
final class Syntax {
    private Syntax() {}

    /** The statement as an expression, if it is one. */
    static Optional<Expression> expression(Statement statement) {
        if (statement instanceof ExpressionStatement plain) {
            return Optional.of(plain.getExpression());
        }
        return statement instanceof ReturnStatement last ? Optional.of(last.getExpression()) : Optional.empty();
    }

    /** The statement as a call on nothing in particular, such as {@code agent any}. */
    static Optional<MethodCallExpression> call(Statement statement) {
        return expression(statement).flatMap(Syntax::call);
    }

    /** The expression as a call on nothing in particular. */
    static Optional<MethodCallExpression> call(Expression expression) {
        return expression instanceof MethodCallExpression call
                        && call.isImplicitThis()
                        && call.getMethod() instanceof ConstantExpression
                ? Optional.of(call)
                : Optional.empty();
    }

    /** The name of what is called. */
    static String name(MethodCallExpression call) {
        return call.getMethodAsString();
    }

    /** The block in braces at the end of a call. */
    static Optional<ClosureExpression> block(MethodCallExpression call) {
        List<Expression> all = all(call);
        return !all.isEmpty() && all.get(all.size() - 1) instanceof ClosureExpression closure
                ? Optional.of(closure)
                : Optional.empty();
    }

    /** The arguments without the block at the end; named ones are one map. */
    static List<Expression> arguments(MethodCallExpression call) {
        List<Expression> arguments = new ArrayList<>();
        List<Expression> all = all(call);
        int count = block(call).isPresent() ? all.size() - 1 : all.size();
        for (Expression argument : all.subList(0, count)) {
            arguments.add(plainMap(argument));
        }
        return arguments;
    }

    /** Named arguments as an ordinary map, which may stand anywhere. */
    private static Expression plainMap(Expression argument) {
        if (argument instanceof NamedArgumentListExpression named) {
            return at(named, new MapExpression(named.getMapEntryExpressions()));
        }
        return argument;
    }

    private static List<Expression> all(MethodCallExpression call) {
        return call.getArguments() instanceof TupleExpression tuple
                ? tuple.getExpressions()
                : List.of(call.getArguments());
    }

    /** The statements of a block. */
    static List<Statement> statements(ClosureExpression closure) {
        return closure.getCode() instanceof BlockStatement block ? block.getStatements() : List.of(closure.getCode());
    }

    /** The text of a literal. */
    static Optional<String> literal(Expression expression) {
        return expression instanceof ConstantExpression constant && constant.getValue() instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }

    /** The truth value of a literal. */
    static Optional<Boolean> truth(Expression expression) {
        return expression instanceof ConstantExpression constant && constant.getValue() instanceof Boolean truth
                ? Optional.of(truth)
                : Optional.empty();
    }

    /** Gives a new node the place of an old one. */
    static <T extends ASTNode> T at(ASTNode place, T node) {
        node.setSourcePosition(place);
        return node;
    }
}
