package io.jenkins.plugins.aviary.cli.pipeline.step;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Answer;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Described;
import io.jenkins.plugins.aviary.cli.pipeline.engine.ParameterDefinition;
import io.jenkins.plugins.aviary.cli.pipeline.engine.ParameterValues;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineInterrupted;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Question;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepCall;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepSignature;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code input}. */
final class InputSteps {
    private InputSteps() {}

    static List<PipelineStep> all() {
        return List.of(PipelineStep.of(
                StepSignature.of("input")
                        .sole("message")
                        .takes("id", "ok", "submitter", "submitterParameter", "parameters", "cancel"),
                InputSteps::ask));
    }

    /** Gives null without parameters, the value of the only one, or a map of several: as Jenkins does. */
    private static Object ask(StepCall call) throws InterruptedException {
        List<ParameterDefinition> parameters = call.arguments().get("parameters") instanceof Collection<?> given
                ? given.stream()
                        .filter(Described.class::isInstance)
                        .map(item -> ParameterValues.definition((Described) item))
                        .toList()
                : List.of();
        call.scope().log().info("Input requested: " + call.text("message"));
        Answer answer = call.scope()
                .run()
                .ask(new Question(call.text("message"), call.text("ok", "Proceed"), parameters, false));
        if (!answer.proceed()) {
            throw new PipelineInterrupted(
                    PipelineInterrupted.Kind.REFUSED, call, "Rejected by " + answer.by() + ": " + call.text("message"));
        }
        call.scope().log().info("Approved by " + answer.by());
        Map<String, Object> values = new LinkedHashMap<>();
        for (ParameterDefinition parameter : parameters) {
            String text = answer.values().getOrDefault(parameter.name(), parameter.defaultValue());
            if (parameter.type() == ParameterDefinition.Type.PASSWORD) {
                call.scope().run().mask(text);
            }
            values.put(parameter.name(), parameter.read(text));
        }
        if (call.has("submitterParameter")) {
            values.put(call.text("submitterParameter"), answer.by());
        }
        if (values.isEmpty()) {
            return null;
        }
        return values.size() == 1 ? values.values().iterator().next() : values;
    }
}
