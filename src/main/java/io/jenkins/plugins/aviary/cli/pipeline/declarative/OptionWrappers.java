package io.jenkins.plugins.aviary.cli.pipeline.declarative;

import io.jenkins.plugins.aviary.cli.pipeline.ast.Declaration;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Body;
import io.jenkins.plugins.aviary.cli.pipeline.engine.BodyClosure;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The options that are steps around a block, such as {@code timeout}: the first is the outermost. */
final class OptionWrappers {
    private static final Set<String> WRAPPERS =
            Set.of("timeout", "retry", "timestamps", "ansiColor", "catchError", "warnError", "withEnv");

    private final CodeBlocks code;
    private final StepRegistry steps;

    OptionWrappers(CodeBlocks code, StepRegistry steps) {
        this.code = code;
        this.steps = steps;
    }

    Object around(List<Declaration> options, Body body) throws InterruptedException {
        List<Declaration> wrappers = options.stream()
                .filter(option -> WRAPPERS.contains(option.name()))
                .toList();
        return wrapped(wrappers, body);
    }

    private Object wrapped(List<Declaration> wrappers, Body body) throws InterruptedException {
        if (wrappers.isEmpty()) {
            return body.call();
        }
        Declaration first = wrappers.get(0);
        List<Object> arguments = new ArrayList<>(code.arguments(first.arguments()));
        arguments.add(new BodyClosure(() -> wrapped(wrappers.subList(1, wrappers.size()), body)));
        return steps.call(steps.find(first.name()).orElseThrow(), arguments.toArray());
    }
}
