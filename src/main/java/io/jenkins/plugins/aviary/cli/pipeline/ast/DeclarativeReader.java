package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.Statement;

/**
 * Reads {@code pipeline { ... }}. The rules are those of Jenkins's {@code ModelParser} and {@code ModelValidatorImpl}
 * (pipeline-model-definition).
 */
final class DeclarativeReader {
    private static final List<String> SECTIONS = List.of(
            "agent", "environment", "options", "parameters", "stages", "post", "tools", "triggers", "libraries");

    private final Problems problems;
    private final Closures closures;
    private final SectionReader sections;
    private final StageReader stages;

    DeclarativeReader(Problems problems, Closures closures) {
        this.problems = problems;
        this.closures = closures;
        this.sections = new SectionReader(problems, closures);
        this.stages = new StageReader(problems, closures, sections);
    }

    /** Reads the pipeline and replaces its block by the code that is run later. */
    DeclarativeModel read(MethodCallExpression pipeline) {
        Optional<AgentSpec> agent = Optional.empty();
        List<Variable> environment = List.of();
        List<Declaration> options = List.of();
        List<Declaration> parameters = List.of();
        Optional<List<StageSpec>> all = Optional.empty();
        Map<PostCondition, Code> post = Map.of();
        Set<String> seen = new HashSet<>();
        for (Statement statement : statementsOf(pipeline)) {
            Optional<MethodCallExpression> section = Syntax.call(statement);
            String name = section.map(Syntax::name).orElse("");
            if (section.isEmpty()) {
                problems.add(statement, "expected a section such as stages { ... } in 'pipeline'");
                continue;
            }
            if (SECTIONS.contains(name) && !seen.add(name)) {
                problems.add(statement, "the section '" + name + "' is there twice in 'pipeline'");
                continue;
            }
            switch (name) {
                case "agent" -> agent = Optional.of(sections.agent(section.get()));
                case "environment" -> environment = sections.environment(section.get());
                case "options" -> options = sections.options(section.get(), false);
                case "parameters" -> parameters = sections.parameters(section.get());
                case "stages" -> all = Optional.of(stages.stages(section.get(), false));
                case "post" -> post = sections.post(section.get());
                case "triggers" -> sections.statementsOf(section.get());
                case "tools", "libraries" ->
                    problems.add(
                            statement, "'" + name + "' needs Jenkins; remove the section to run the file without it");
                default -> problems.unknown(statement, "a section of 'pipeline'", name, SECTIONS);
            }
        }
        if (agent.isEmpty()) {
            problems.add(pipeline, "'pipeline' needs the section 'agent', such as: agent any");
        }
        if (all.isEmpty()) {
            problems.add(pipeline, "'pipeline' needs the section 'stages'");
        }
        closures.replaceArgumentsOf(pipeline);
        return new DeclarativeModel(
                agent.orElse(AgentSpec.none()), environment, options, parameters, all.orElse(List.of()), post);
    }

    private List<Statement> statementsOf(MethodCallExpression pipeline) {
        Optional<ClosureExpression> block = Syntax.block(pipeline);
        if (block.isEmpty()) {
            problems.add(pipeline, "'pipeline' needs a block: pipeline { ... }");
        }
        return block.map(Syntax::statements).orElse(List.of());
    }
}
