package io.jenkins.plugins.aviary.jenkins.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineValuesTest {
    private static Map<String, Object> of(Class<?> step, Map<String, ?> given) {
        return new PipelineValues("step").of(step, "", given);
    }

    @Test
    void takesWhatAGroovyPipelineMakesOfTextsNumbersAndLists() {
        assertThat(of(
                        CanaryBuildStep.class,
                        Map.of("jobs", "2", "test", "false", "definitions", "A=1,B=2", "version", 3)))
                .isEqualTo(Map.of("jobs", 2, "test", false, "definitions", List.of("A=1", "B=2"), "version", "3"));
        assertThat(of(BenchmarkGateStep.class, Map.of("threshold", 3, "numbers", Map.of("a", 5))))
                .isEqualTo(Map.of("threshold", 3.0, "numbers", Map.of("a", "5")));
        assertThat(of(CanaryReleaseStep.class, Map.of("stages", List.of(Map.of("kind", "WORLDS", "worlds", 1)))))
                .isEqualTo(Map.of("stages", List.of(Map.of("kind", "WORLDS", "worlds", 1))));
    }

    @Test
    void takesEveryParameterOfEveryStepByItsName() {
        for (Class<?> step : List.of(NotifyTeamStep.class, SecurityScanStep.class, MaintenanceWindowStep.class)) {
            for (var setter : Arrays.stream(step.getMethods())
                    .filter(one -> one.getName().startsWith("set") && one.getParameterTypes()[0] == String.class)
                    .toList()) {
                String name = Character.toLowerCase(setter.getName().charAt(3))
                        + setter.getName().substring(4);
                assertThat(of(step, Map.of(name, "x"))).isEqualTo(Map.of(name, "x"));
            }
        }
    }

    static List<Arguments> wrong() {
        return List.of(
                Arguments.of(CanaryBuildStep.class, Map.of("jobs", "many"), "'jobs' is a whole number, not 'many'"),
                Arguments.of(CanaryBuildStep.class, Map.of("test", "nope"), "'test' is true or false, not 'nope'"),
                Arguments.of(CanaryBuildStep.class, Map.of("prest", "x"), "'prest'; did you mean 'preset'?"),
                Arguments.of(CanaryBuildStep.class, Map.of("descriptor", "x"), "no parameter 'descriptor'"),
                Arguments.of(BenchmarkGateStep.class, Map.of("threshold", "big"), "'threshold' is a number, not 'big'"),
                Arguments.of(BenchmarkGateStep.class, Map.of("numbers", List.of("a")), "'numbers' is texts by name"),
                Arguments.of(ServerHealthStep.class, Map.of("environment", List.of("a")), "'environment' is a text"),
                Arguments.of(CanaryReleaseStep.class, Map.of("stages", "x"), "'stages' is a list of objects"),
                Arguments.of(
                        CanaryReleaseStep.class,
                        Map.of("stages", List.of(Map.of("wurlds", 1))),
                        "'stages[0].wurlds'; did you mean 'worlds'?"),
                Arguments.of(
                        BackupDatabaseStep.class,
                        Map.of("scratch", Map.of("port", "y")),
                        "'scratch.port' is a whole number, not 'y'"),
                Arguments.of(BackupDatabaseStep.class, Map.of("scratch", "x"), "'scratch' is an object"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void namesTheParameterThatCannotBe(Class<?> step, Map<String, ?> given, String told) {
        assertThatThrownBy(() -> of(step, given))
                .isInstanceOf(InvalidParameter.class)
                .hasMessageStartingWith("step")
                .hasMessageContaining(told);
    }
}
