package io.jenkins.plugins.aviary.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.Extension;
import io.jenkins.plugins.aviary.cli.StepCatalogue;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.ParameterSpec;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/** Every step of the catalogue, as a pipeline sees its class. */
class OperationStepTest {
    static Stream<OperationType> steps() {
        return StepCatalogue.all().all().stream();
    }

    private static Class<?> classOf(OperationType type) throws ClassNotFoundException {
        return Class.forName(OperationStep.class.getPackageName() + "." + StepSources.className(type));
    }

    private static Constructor<?> bound(Class<?> step) {
        return Arrays.stream(step.getConstructors())
                .filter(one -> one.isAnnotationPresent(DataBoundConstructor.class))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void whatMustBeGivenIsInTheConstructorAndAllElseHasASetter(OperationType type) throws ClassNotFoundException {
        Class<?> step = classOf(type);
        List<String> constructor = Arrays.stream(bound(step).getParameters())
                .map(parameter -> parameter.getName())
                .toList();
        List<String> setters = Arrays.stream(step.getMethods())
                .filter(method -> method.isAnnotationPresent(DataBoundSetter.class))
                .map(method -> Character.toLowerCase(method.getName().charAt(3))
                        + method.getName().substring(4))
                .toList();
        assertThat(constructor)
                .containsExactlyElementsOf(StepSources.parameters(type).stream()
                        .filter(ParameterSpec::required)
                        .map(ParameterSpec::name)
                        .toList());
        assertThat(setters)
                .containsExactlyInAnyOrderElementsOf(StepSources.parameters(type).stream()
                        .filter(spec -> !spec.required())
                        .map(ParameterSpec::name)
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aStepWithoutOptionalParametersMeansWhatItsOperationMeansWithoutThem(OperationType type)
            throws ReflectiveOperationException {
        OperationStep step = (OperationStep) create(type);
        Map<String, Object> given = step.parameters();
        for (ParameterSpec spec : StepSources.parameters(type)) {
            Object value = given.get(spec.name());
            if (!spec.required() && value != null && !isNothing(value)) {
                assertThat(String.valueOf(value).replaceAll("[\\[\\] ]|\\.0$", ""))
                        .as(spec.name())
                        .isEqualTo(spec.defaultText().replaceAll(" |\\.0$", ""));
            }
        }
    }

    private static boolean isNothing(Object value) {
        return value.equals(false) || value instanceof Number number && number.doubleValue() == 0;
    }

    private static Object create(OperationType type) throws ReflectiveOperationException {
        Constructor<?> constructor = bound(classOf(type));
        List<Object> arguments = new ArrayList<>();
        for (Class<?> parameter : constructor.getParameterTypes()) {
            arguments.add(parameter == String.class ? "x" : parameter == List.class ? List.of() : null);
        }
        return constructor.newInstance(arguments.toArray());
    }

    @ParameterizedTest
    @MethodSource("steps")
    void everyParameterCanBeReadBackByForms(OperationType type) throws ReflectiveOperationException {
        Class<?> step = classOf(type);
        for (ParameterSpec spec : StepSources.parameters(type)) {
            String name =
                    Character.toUpperCase(spec.name().charAt(0)) + spec.name().substring(1);
            boolean flag = spec.type() == boolean.class;
            Method getter = step.getMethod((flag ? "is" : "get") + name);
            assertThat(getter.getReturnType()).isNotEqualTo(void.class);
        }
    }

    @ParameterizedTest
    @MethodSource("steps")
    void everyStepHasADescriptionThatJenkinsFinds(OperationType type) throws ClassNotFoundException {
        Class<?> description = Class.forName(classOf(type).getName() + "$Description");
        assertThat(description.isAnnotationPresent(Extension.class)).isTrue();
        assertThat(OperationStepDescriptor.class).isAssignableFrom(description);
    }

    @Test
    void whatAPipelineGivesAsNothingIsNotGiven() {
        CanaryBuildStep step = new CanaryBuildStep();
        step.setPreset("  ");
        step.setTargets(List.of());
        assertThat(step.parameters()).doesNotContainKeys("preset", "targets").containsEntry("test", true);
    }

    @Test
    void nestedObjectsBecomePlainMaps() {
        NotifyTeamStep.Channel channel = new NotifyTeamStep.Channel("discord");
        channel.setCredentials("hook");
        NotifyTeamStep step = new NotifyTeamStep("Title", List.of(channel));
        assertThat(step.parameters().get("channels"))
                .isEqualTo(List.of(Map.of("kind", "discord", "credentials", "hook", "port", 0)));
    }
}
