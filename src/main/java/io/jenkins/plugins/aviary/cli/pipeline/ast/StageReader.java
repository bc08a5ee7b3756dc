package io.jenkins.plugins.aviary.cli.pipeline.ast;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.codehaus.groovy.ast.expr.ClosureExpression;
import org.codehaus.groovy.ast.expr.Expression;
import org.codehaus.groovy.ast.expr.MethodCallExpression;
import org.codehaus.groovy.ast.stmt.Statement;

/** Reads stages, however deep they are nested. */
final class StageReader {
    private static final List<String> SECTIONS = List.of(
            "agent",
            "environment",
            "options",
            "when",
            "input",
            "tools",
            "post",
            "failFast",
            "steps",
            "stages",
            "parallel",
            "matrix");

    private final Problems problems;
    private final Closures closures;
    private final SectionReader sections;
    private final WhenReader whens;

    StageReader(Problems problems, Closures closures, SectionReader sections) {
        this.problems = problems;
        this.closures = closures;
        this.sections = sections;
        this.whens = new WhenReader(problems, closures);
    }

    /** The stages in the block of {@code stages} or {@code parallel}. */
    List<StageSpec> stages(MethodCallExpression call, boolean sideBySide) {
        List<StageSpec> stages = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Statement statement : sections.statementsOf(call)) {
            Optional<MethodCallExpression> stage = Syntax.call(statement);
            if (stage.isEmpty() || !Syntax.name(stage.get()).equals("stage")) {
                problems.add(
                        statement,
                        "expected stage('Name') { ... }"
                                + stage.map(other -> ", not '" + Syntax.name(other) + "'")
                                        .orElse(""));
                continue;
            }
            stage(stage.get(), sideBySide).ifPresent(read -> {
                if (!names.add(read.name())) {
                    problems.add(read.line(), "there are two stages '" + read.name() + "' here");
                }
                stages.add(read);
            });
        }
        if (stages.isEmpty()) {
            problems.add(call, "'" + Syntax.name(call) + "' holds no stage");
        }
        return stages;
    }

    private Optional<StageSpec> stage(MethodCallExpression call, boolean sideBySide) {
        List<Expression> arguments = Syntax.arguments(call);
        Optional<String> name = arguments.size() == 1 ? Syntax.literal(arguments.get(0)) : Optional.empty();
        Optional<ClosureExpression> block = Syntax.block(call);
        if (name.isEmpty() || name.get().isBlank()) {
            problems.add(call, "a stage needs a name in quotes");
            return Optional.empty();
        }
        if (block.isEmpty()) {
            problems.add(call, "the stage '" + name.get() + "' needs a block");
            return Optional.empty();
        }
        Draft draft = new Draft(name.get(), call);
        read(block.get(), draft, SECTIONS, sideBySide);
        return Optional.of(new StageSpec(
                name.get(), call.getLineNumber(), draft.sections(), Map.of(), content(draft, sideBySide)));
    }

    private void read(ClosureExpression block, Draft draft, List<String> known, boolean sideBySide) {
        Set<String> seen = new HashSet<>();
        for (Statement statement : Syntax.statements(block)) {
            Optional<MethodCallExpression> section = Syntax.call(statement);
            if (section.isEmpty()) {
                problems.add(statement, "expected a section such as steps { ... } in " + draft.what());
                continue;
            }
            String name = Syntax.name(section.get());
            if (!known.contains(name)) {
                problems.unknown(statement, "a section of " + draft.what(), name, known);
            } else if (!seen.add(name)) {
                problems.add(statement, "the section '" + name + "' is there twice in " + draft.what());
            } else {
                read(name, section.get(), draft, sideBySide);
            }
        }
    }

    private void read(String name, MethodCallExpression section, Draft draft, boolean sideBySide) {
        switch (name) {
            case "agent" -> draft.agent = Optional.of(sections.agent(section));
            case "environment" -> draft.environment = sections.environment(section);
            case "options" -> draft.options = sections.options(section, true);
            case "when" -> draft.when = Optional.of(whens.read(section));
            case "input" -> draft.input = Optional.of(sections.input(section));
            case "post" -> draft.post = sections.post(section);
            case "failFast" -> draft.failFast = failFast(section);
            case "tools" ->
                problems.add(section, "'tools' needs Jenkins; put the programs on the PATH and remove the section");
            case "steps" -> draft.contents.put(name, steps(section));
            case "stages" -> draft.contents.put(name, new StageSpec.Sequence(stages(section, sideBySide)));
            case "parallel" -> draft.contents.put(name, new StageSpec.Parallel(stages(section, true)));
            case "matrix" -> draft.contents.put(name, matrix(section));
            default -> throw new IllegalStateException(name);
        }
    }

    private boolean failFast(MethodCallExpression call) {
        return Syntax.arguments(call).stream()
                .findFirst()
                .flatMap(Syntax::truth)
                .orElseGet(() -> {
                    problems.add(call, "'failFast' is true or false");
                    return false;
                });
    }

    private StageSpec.Content steps(MethodCallExpression call) {
        Optional<ClosureExpression> block = Syntax.block(call);
        if (block.isEmpty() || Syntax.statements(block.get()).isEmpty()) {
            problems.add(call, "'steps' needs a block with at least one step");
            return new StageSpec.Sequence(List.of());
        }
        StepsBlock.check(block.get(), problems);
        return new StageSpec.Steps(closures.block(block.get()));
    }

    private StageSpec.Content content(Draft draft, boolean sideBySide) {
        if (draft.contents.size() != 1) {
            problems.add(
                    draft.place,
                    draft.contents.isEmpty()
                            ? draft.what() + " needs 'steps', 'stages', 'parallel' or 'matrix'"
                            : draft.what() + " has " + String.join(" and ", draft.contents.keySet())
                                    + "; only one of them is allowed");
            return new StageSpec.Sequence(List.of());
        }
        StageSpec.Content content = draft.contents.values().iterator().next();
        if (content instanceof StageSpec.Parallel) {
            if (sideBySide) {
                problems.add(draft.place, "'parallel' and 'matrix' cannot be inside another 'parallel' or 'matrix'");
            }
            if (draft.agent.isPresent()) {
                problems.add(
                        draft.place, "'agent' is not allowed in " + draft.what() + ", as its stages run side by side");
            }
        }
        return content;
    }

    private StageSpec.Content matrix(MethodCallExpression call) {
        MatrixReader axes = new MatrixReader(problems, sections);
        Draft draft = new Draft("matrix", call);
        List<MethodCallExpression> rest = new ArrayList<>();
        for (Statement statement : sections.statementsOf(call)) {
            Optional<MethodCallExpression> section = Syntax.call(statement);
            switch (section.map(Syntax::name).orElse("")) {
                case "" -> problems.add(statement, "expected a section such as axes { ... } in 'matrix'");
                case "axes" -> axes.axes(section.orElseThrow());
                case "excludes" -> axes.excludes(section.orElseThrow());
                case "agent", "environment", "options", "when", "input", "post", "tools", "stages" ->
                    rest.add(section.orElseThrow());
                default ->
                    problems.unknown(
                            statement,
                            "a section of 'matrix'",
                            Syntax.name(section.orElseThrow()),
                            List.of("axes", "excludes", "agent", "environment", "options", "when", "post", "stages"));
            }
        }
        rest.forEach(section -> read(Syntax.name(section), section, draft, true));
        if (!draft.contents.containsKey("stages")) {
            problems.add(call, "'matrix' needs 'stages'");
            return new StageSpec.Parallel(List.of());
        }
        StageSpec.Content stages = draft.contents.get("stages");
        return new StageSpec.Parallel(axes.cells(call).stream()
                .map(cell ->
                        new StageSpec(MatrixReader.nameOf(cell), call.getLineNumber(), draft.sections(), cell, stages))
                .toList());
    }

    /** A stage while it is read. */
    private static final class Draft {
        private final String name;
        private final MethodCallExpression place;
        private final Map<String, StageSpec.Content> contents = new LinkedHashMap<>();
        private Optional<AgentSpec> agent = Optional.empty();
        private List<Variable> environment = List.of();
        private List<Declaration> options = List.of();
        private Optional<WhenSpec> when = Optional.empty();
        private Optional<InputSpec> input = Optional.empty();
        private Map<PostCondition, Code> post = Map.of();
        private boolean failFast;

        Draft(String name, MethodCallExpression place) {
            this.name = name;
            this.place = place;
        }

        String what() {
            return "the stage '" + name + "'";
        }

        Sections sections() {
            return new Sections(agent, environment, options, when, input, post, failFast);
        }
    }
}
