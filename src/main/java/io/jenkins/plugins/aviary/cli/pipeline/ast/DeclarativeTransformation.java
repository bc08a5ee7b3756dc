package io.jenkins.plugins.aviary.cli.pipeline.ast;

import io.jenkins.plugins.aviary.cli.pipeline.engine.NonCPS;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepRegistry;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.ClassNode;
import org.codehaus.groovy.ast.ImportNode;
import org.codehaus.groovy.ast.MethodNode;
import org.codehaus.groovy.ast.ModuleNode;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.Statement;
import org.codehaus.groovy.classgen.GeneratorContext;
import org.codehaus.groovy.control.CompilePhase;
import org.codehaus.groovy.control.SourceUnit;
import org.codehaus.groovy.control.customizers.CompilationCustomizer;

/** Reads and checks the file once it is parsed and before Groovy makes sense of its names. */
final class DeclarativeTransformation extends CompilationCustomizer {
    private final StepRegistry steps;
    private final Problems problems;
    private Optional<DeclarativeModel> model = Optional.empty();

    DeclarativeTransformation(StepRegistry steps, Problems problems) {
        super(CompilePhase.CONVERSION);
        this.steps = steps;
        this.problems = problems;
    }

    Optional<DeclarativeModel> model() {
        return model;
    }

    @Override
    public void call(SourceUnit source, GeneratorContext context, ClassNode type) {
        if (!type.isScript()) {
            return;
        }
        ModuleNode module = source.getAST();
        module.getImports().stream()
                .map(ImportNode::getType)
                .filter(imported -> imported.getName().equals("com.cloudbees.groovy.cps.NonCPS"))
                .forEach(imported -> imported.setName(NonCPS.class.getName()));
        Set<String> known = KnownNames.in(module);
        for (Statement statement : module.getStatementBlock().getStatements()) {
            Optional<MethodCallExpression> pipeline =
                    Syntax.call(statement).filter(call -> Syntax.name(call).equals("pipeline"));
            if (pipeline.isPresent() && model.isPresent()) {
                problems.add(statement, "there are two 'pipeline' blocks; a file holds one");
            } else if (pipeline.isPresent()) {
                model = Optional.of(new DeclarativeReader(problems, new Closures()).read(pipeline.get()));
            }
        }
        StepCallCheck check = new StepCallCheck(steps, known, problems);
        module.getStatementBlock().visit(check);
        for (MethodNode method : module.getMethods()) {
            method.getCode().visit(check);
        }
    }
}
