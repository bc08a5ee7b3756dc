package io.jenkins.plugins.aviary.cli.pipeline.step;

import groovy.lang.Closure;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Body;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Described;
import io.jenkins.plugins.aviary.cli.pipeline.engine.ParallelFrame;
import io.jenkins.plugins.aviary.cli.pipeline.engine.ParameterValues;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Scope;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StageFrame;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepCall;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepSignature;
import io.jenkins.plugins.aviary.cli.pipeline.engine.VariableExpansion;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Workspaces;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code stage}, {@code node}, {@code parallel}, {@code script}, {@code withEnv}, {@code dir}, {@code properties}. */
final class StructureSteps {
    private StructureSteps() {}

    static List<PipelineStep> all() {
        StepSignature.Block block = StepSignature.Block.REQUIRED;
        return List.of(
                PipelineStep.of(
                        StepSignature.of("stage")
                                .sole("name")
                                .takes("concurrency")
                                .around(block),
                        StructureSteps::stage),
                PipelineStep.of(StepSignature.of("node").soleOptional("label").around(block), StructureSteps::node),
                PipelineStep.of(StepSignature.of("ws").sole("dir").around(block).inWorkspace(), StructureSteps::dir),
                PipelineStep.of(StepSignature.of("parallel").anyNames(), StructureSteps::parallel),
                PipelineStep.of(
                        StepSignature.of("script").around(block),
                        call -> call.bodyIn(call.scope()).call()),
                PipelineStep.of(StepSignature.of("withEnv").sole("overrides").around(block), StructureSteps::withEnv),
                PipelineStep.of(
                        StepSignature.of("dir").sole("path").around(block).inWorkspace(), StructureSteps::dir),
                PipelineStep.of(StepSignature.of("properties").sole("properties"), StructureSteps::properties),
                PipelineStep.of(
                        StepSignature.of("milestone").soleOptional("ordinal").takes("label"), call -> null));
    }

    private static Object stage(StepCall call) throws InterruptedException {
        Scope scope = call.scope();
        return StageFrame.run(
                scope, call.text("name"), () -> call.bodyIn(Scope.current()).call());
    }

    private static Object node(StepCall call) throws InterruptedException {
        return call.bodyIn(Workspaces.enter(call.scope(), Optional.empty())).call();
    }

    private static Object dir(StepCall call) throws IOException, InterruptedException {
        Scope scope = call.scope();
        String path = call.text("path", call.text("dir"));
        return call.bodyIn(
                        scope.in(scope.directory().orElseThrow().resolve(path).normalize()))
                .call();
    }

    private static Object parallel(StepCall call) {
        Map<String, Body> branches = new LinkedHashMap<>();
        boolean failFast = call.flag("failFast", false);
        call.arguments().forEach((name, value) -> {
            if (value instanceof Closure<?> closure) {
                branches.put(name, () -> StageFrame.run(Scope.current(), name, closure::call));
            } else if (!name.equals("failFast")) {
                throw new InvalidParameter("the branch '" + name + "' of 'parallel' must be a block, not " + value);
            }
        });
        return new ParallelFrame(call.scope(), failFast).run(branches);
    }

    private static Object withEnv(StepCall call) throws InterruptedException {
        if (!(call.arguments().get("overrides") instanceof Collection<?> given)) {
            throw new InvalidParameter("'withEnv' needs a list, as in withEnv(['NAME=value'])");
        }
        List<String> pairs = given.stream().map(String::valueOf).toList();
        Scope scope = call.scope();
        return call.bodyIn(scope.with(VariableExpansion.of(pairs, scope.environment())))
                .call();
    }

    /** Of the properties of a job only the parameters mean something without Jenkins. */
    private static Object properties(StepCall call) {
        List<Described> parameters = new ArrayList<>();
        if (call.arguments().get("properties") instanceof Collection<?> all) {
            for (Object property : all) {
                if (property instanceof Described described
                        && described.symbol().equals("parameters")
                        && described.arguments().get("value") instanceof Collection<?> declared) {
                    declared.stream()
                            .filter(Described.class::isInstance)
                            .map(Described.class::cast)
                            .forEach(parameters::add);
                }
            }
        }
        ParameterValues.define(call.scope().run(), parameters);
        return null;
    }
}
