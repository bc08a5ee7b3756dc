package io.jenkins.plugins.aviary.cli.pipeline.ast;

import groovy.lang.Script;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.CodeVisitorSupport;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.Parameter;
import org.codehaus.groovy.ast.expr.BinaryExpression;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.DeclarationExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.TupleExpression;
import org.codehaus.groovy.ast.expr.VariableExpression;
import org.codehaus.groovy.runtime.DefaultGroovyMethods;

/** The names that a file itself, or the language, gives a meaning: calling them is no mistake. */
final class KnownNames extends CodeVisitorSupport {
    private static final Set<String> LANGUAGE = language();

    private final Set<String> names = new HashSet<>(LANGUAGE);

    private KnownNames() {}

    /** The names of methods and variables that are declared anywhere in the file. */
    static Set<String> in(ModuleNode module) {
        KnownNames visitor = new KnownNames();
        module.getStatementBlock().visit(visitor);
        for (ClassNode type : module.getClasses()) {
            for (MethodNode method : type.getMethods()) {
                visitor.names.add(method.getName());
                visitor.addAll(method.getParameters());
                if (method.getCode() != null) {
                    method.getCode().visit(visitor);
                }
            }
        }
        module.getMethods().forEach(method -> visitor.names.add(method.getName()));
        module.getImports().forEach(imported -> visitor.names.add(imported.getAlias()));
        visitor.names.addAll(module.getStaticImports().keySet());
        return visitor.names;
    }

    private static Set<String> language() {
        Set<String> names = new HashSet<>();
        Arrays.stream(Script.class.getMethods()).map(Method::getName).forEach(names::add);
        Arrays.stream(DefaultGroovyMethods.class.getMethods())
                .filter(method -> method.getParameterCount() > 0 && method.getParameterTypes()[0] == Object.class)
                .map(Method::getName)
                .forEach(names::add);
        names.add("this");
        names.add("super");
        return names;
    }

    private void addAll(Parameter... parameters) {
        if (parameters != null) {
            Arrays.stream(parameters).map(Parameter::getName).forEach(names::add);
        }
    }

    private void addVariables(Expression left) {
        if (left instanceof VariableExpression variable) {
            names.add(variable.getName());
        } else if (left instanceof TupleExpression several) {
            several.getExpressions().forEach(this::addVariables);
        }
    }

    @Override
    public void visitDeclarationExpression(DeclarationExpression expression) {
        addVariables(expression.getLeftExpression());
        super.visitDeclarationExpression(expression);
    }

    @Override
    public void visitBinaryExpression(BinaryExpression expression) {
        if (expression.getOperation().getText().equals("=")) {
            addVariables(expression.getLeftExpression());
        }
        super.visitBinaryExpression(expression);
    }

    @Override
    public void visitClosureExpression(ClosureExpression expression) {
        addAll(expression.getParameters());
        super.visitClosureExpression(expression);
    }
}
