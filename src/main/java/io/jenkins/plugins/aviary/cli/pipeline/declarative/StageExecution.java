package io.jenkins.plugins.aviary.cli.pipeline.declarative;

import io.jenkins.plugins.aviary.cli.pipeline.ast.AgentSpec;
import io.jenkins.plugins.aviary.cli.pipeline.ast.Declaration;
import io.jenkins.plugins.aviary.cli.pipeline.ast.InputSpec;
import io.jenkins.plugins.aviary.cli.pipeline.ast.StageSpec;
import io.jenkins.plugins.aviary.cli.pipeline.ast.WhenSpec;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Attempt;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Body;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Described;
import io.jenkins.plugins.aviary.cli.pipeline.engine.ParallelFrame;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Scope;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StageFrame;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepRegistry;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Workspaces;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs stages; the order of what surrounds a stage is that of {@code ModelInterpreter.evaluateStage}. */
final class StageExecution {
    private final CodeBlocks code;
    private final StepRegistry steps;
    private final OptionWrappers wrappers;
    private final PostSection posts;
    private final WhenConditions conditions;
    private final boolean skipAfterUnstable;
    private final boolean alwaysFailFast;

    StageExecution(CodeBlocks code, StepRegistry steps, List<Declaration> options) {
        this.code = code;
        this.steps = steps;
        this.wrappers = new OptionWrappers(code, steps);
        this.posts = new PostSection(code);
        this.conditions = new WhenConditions(code);
        this.skipAfterUnstable =
                options.stream().anyMatch(option -> option.name().equals("skipStagesAfterUnstable"));
        this.alwaysFailFast = options.stream().anyMatch(option -> option.name().equals("parallelsAlwaysFailFast"));
    }

    /**
     * Runs stages one after the other; once one has failed, the others are skipped.
     *
     * @return the first failure
     */
    Optional<Throwable> sequence(List<StageSpec> stages, Optional<Throwable> before) {
        Optional<Throwable> first = before;
        for (StageSpec stage : stages) {
            Optional<Throwable> failure = stage(stage, first, Optional.empty());
            first = first.or(() -> failure);
        }
        return first;
    }

    private Optional<Throwable> stage(StageSpec stage, Optional<Throwable> earlier, Optional<String> skip) {
        Scope outer = Scope.current();
        Optional<String> reason = skip.or(() -> reasonToSkip(outer, earlier));
        return StageFrame.attempt(outer, stage.name(), () -> {
            if (reason.isPresent()) {
                skip(stage, reason.get());
            } else {
                run(stage);
            }
            return null;
        });
    }

    private Optional<String> reasonToSkip(Scope scope, Optional<Throwable> earlier) {
        if (scope.run().isAborted()) {
            return Optional.of("the run was cancelled");
        } else if (earlier.isPresent()) {
            return Optional.of("an earlier stage failed");
        } else if (skipAfterUnstable && scope.run().result().equals(Optional.of(Result.UNSTABLE))) {
            return Optional.of("an earlier stage was unstable");
        }
        return Optional.empty();
    }

    private void skip(StageSpec stage, String reason) {
        List<StageSpec> children = stage.content() instanceof StageSpec.Sequence sequence
                ? sequence.stages()
                : stage.content() instanceof StageSpec.Parallel parallel ? parallel.stages() : List.of();
        children.forEach(child -> stage(child, Optional.empty(), Optional.of(reason)));
        Scope.current().stage().skip(reason);
    }

    private void run(StageSpec stage) throws InterruptedException {
        Gate gate = new Gate(stage.sections().when());
        Optional<Throwable> failure =
                Attempt.of(() -> Scope.current().with(stage.cell()).within(() -> surrounded(stage, gate)));
        if (failure.isEmpty() && !gate.open) {
            skip(stage, "its 'when' does not hold");
            return;
        }
        if (stage.content() instanceof StageSpec.Parallel && gate.open) {
            failure = posts.run(stage.sections().post(), failure);
        }
        failure.ifPresent(Attempt::rethrow);
    }

    private Object surrounded(StageSpec stage, Gate gate) throws InterruptedException {
        if (!gate.passes(WhenSpec::beforeOptions)) {
            return null;
        }
        return wrappers.around(stage.sections().options(), () -> {
            if (!gate.passes(WhenSpec::beforeInput)) {
                return null;
            }
            return input(stage.sections().input(), () -> {
                if (stage.content() instanceof StageSpec.Parallel parallel) {
                    return gate.passes(when -> true)
                            ? new EnvironmentSection(code, stage.sections().environment())
                                    .around(() -> parallel(stage, parallel))
                            : null;
                }
                return gate.passes(WhenSpec::beforeAgent)
                        ? inAgent(stage.sections().agent(), () -> inside(stage, gate))
                        : null;
            });
        });
    }

    private Object inside(StageSpec stage, Gate gate) throws InterruptedException {
        if (!gate.passes(when -> true)) {
            return null;
        }
        return new EnvironmentSection(code, stage.sections().environment()).around(() -> {
            Optional<Throwable> failure;
            if (stage.content() instanceof StageSpec.Sequence sequence) {
                failure = sequence(sequence.stages(), Optional.empty());
            } else {
                failure = Attempt.of(code.body(((StageSpec.Steps) stage.content()).code()));
            }
            posts.run(stage.sections().post(), failure).ifPresent(Attempt::rethrow);
            return null;
        });
    }

    private Object parallel(StageSpec stage, StageSpec.Parallel parallel) {
        Map<String, Body> branches = new LinkedHashMap<>();
        for (StageSpec child : parallel.stages()) {
            branches.put(child.name(), () -> {
                stage(child, Optional.empty(), Optional.empty()).ifPresent(Attempt::rethrow);
                return null;
            });
        }
        return new ParallelFrame(Scope.current(), stage.sections().failFast() || alwaysFailFast).run(branches);
    }

    /** The block on the stage's own agent, or where it is. */
    Object inAgent(Optional<AgentSpec> agent, Body body) throws InterruptedException {
        if (agent.isEmpty() || !agent.get().present()) {
            return body.call();
        }
        agent.get().label().ifPresent(code::text);
        Scope inner = Workspaces.enter(Scope.current(), agent.get().workspace().map(code::text));
        return inner.within(body);
    }

    private Object input(Optional<InputSpec> input, Body body) throws InterruptedException {
        if (input.isEmpty()) {
            return body.call();
        }
        Map<String, Object> arguments = new LinkedHashMap<>();
        input.get().fields().forEach((name, value) -> arguments.put(name, code.value(value)));
        List<Described> parameters = new ArrayList<>();
        input.get().parameters().forEach(parameter -> parameters.add(code.described(parameter)));
        arguments.put("parameters", parameters);
        Object answer = steps.call(steps.find("input").orElseThrow(), arguments);
        Map<String, String> filled = new LinkedHashMap<>();
        if (answer instanceof Map<?, ?> several) {
            several.forEach((name, value) -> filled.put(String.valueOf(name), String.valueOf(value)));
        } else if (answer != null && arguments.containsKey("submitterParameter")) {
            filled.put(arguments.get("submitterParameter").toString(), answer.toString());
        } else if (answer != null && parameters.size() == 1) {
            filled.put(parameters.get(0).text("name", ""), answer.toString());
        }
        return Scope.current().with(filled).within(body);
    }

    /** The {@code when} of one stage: decided once, at the point that it asks for or else at the last. */
    private final class Gate {
        private final Optional<WhenSpec> when;
        private boolean open;

        Gate(Optional<WhenSpec> when) {
            this.when = when;
            this.open = when.isEmpty();
        }

        boolean passes(java.util.function.Predicate<WhenSpec> here) {
            if (open || !here.test(when.orElseThrow())) {
                return true;
            }
            open = conditions.hold(when.orElseThrow().conditions());
            return open;
        }
    }
}
