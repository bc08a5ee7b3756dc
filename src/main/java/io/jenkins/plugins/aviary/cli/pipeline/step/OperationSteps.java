package io.jenkins.plugins.aviary.cli.pipeline.step;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Answer;
import io.jenkins.plugins.aviary.cli.pipeline.engine.BlockStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Question;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Scope;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepCall;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepSignature;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.ParameterSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operations of the catalogue as steps. */
public final class OperationSteps {
    private static final int MOST_DECISIONS = 100;
    private static final ObjectMapper PLAIN = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addSerializer(Duration.class, new DurationWriter()))
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .build();

    private OperationSteps() {}

    /** A result as a pipeline gets it: maps, lists, texts, numbers, booleans, or null. */
    public static Object plain(Object result) {
        return result == null ? null : PLAIN.convertValue(result, Object.class);
    }

    /** An operation as a step, called by this caller. */
    public static PipelineStep of(OperationType type, OperationCaller caller) {
        List<String> names = type.parameters().stream().map(ParameterSpec::name).toList();
        List<String> required = type.parameters().stream()
                .filter(ParameterSpec::required)
                .map(ParameterSpec::name)
                .toList();
        Optional<String> sole = required.size() == 1
                ? Optional.of(required.get(0))
                : names.size() == 1 ? Optional.of(names.get(0)) : Optional.empty();
        StepSignature signature =
                new StepSignature(type.name(), names, required, sole, StepSignature.Block.NONE, false, false);
        return PipelineStep.of(signature, call -> run(type, caller, call));
    }

    /** A step around a block, as it is offered from outside. */
    public static PipelineStep of(BlockStep step) {
        StepSignature signature = new StepSignature(
                step.name(),
                step.parameters(),
                step.required(),
                step.required().size() == 1 ? Optional.of(step.required().get(0)) : Optional.empty(),
                StepSignature.Block.REQUIRED,
                false,
                false);
        return PipelineStep.of(
                signature, call -> step.run(call.arguments(), call.scope().context(), call.bodyIn(call.scope())));
    }

    private static Object run(OperationType type, OperationCaller caller, StepCall call) throws InterruptedException {
        Map<String, Object> arguments = new LinkedHashMap<>(call.arguments());
        for (int decision = 0; decision < MOST_DECISIONS; decision++) {
            Outcome<?> outcome = caller.call(type, arguments, call.scope().context());
            if (outcome.code() != ExitCode.INCONCLUSIVE) {
                return finish(type, call.scope(), outcome);
            }
            decide(type, call.scope(), outcome);
            arguments.putAll(outcome.resume());
        }
        throw new OperationFailure(type.name() + " asked " + MOST_DECISIONS + " times and still cannot tell");
    }

    private static void decide(OperationType type, Scope scope, Outcome<?> outcome) throws InterruptedException {
        scope.log().warn(type.name() + " cannot tell: " + outcome.summary());
        Answer answer = scope.run().ask(new Question(outcome.summary(), "Go on", List.of(), true));
        if (!answer.proceed()) {
            throw new OperationFailure(type.name() + ": " + outcome.summary() + " (" + answer.by() + " said no)");
        }
        scope.log().info(answer.by() + " decided to go on");
    }

    private static Object finish(OperationType type, Scope scope, Outcome<?> outcome) {
        switch (outcome.code()) {
            case DONE -> scope.log().info(type.name() + ": " + outcome.summary());
            case UNSTABLE -> {
                scope.log().warn(type.name() + ": " + outcome.summary());
                scope.warn(Result.UNSTABLE, outcome.summary());
            }
            default -> throw new OperationFailure(type.name() + ": " + outcome.summary());
        }
        return plain(outcome.result());
    }

    /** Durations as people write them. */
    private static final class DurationWriter extends StdSerializer<Duration> {
        private static final long serialVersionUID = 1L;

        DurationWriter() {
            super(Duration.class);
        }

        @Override
        public void serialize(Duration value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(Durations.text(value));
        }
    }
}
