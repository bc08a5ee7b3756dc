package io.jenkins.plugins.aviary.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Answer;
import io.jenkins.plugins.aviary.cli.pipeline.engine.BlockStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Body;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.operation.Catalogue;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationStepsTest {
    @TempDir
    private Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void setUp() {
        pipeline = new PipelineFixture(folder).catalogue(new Catalogue(List.of(SampleOperations.DeployRelease.class)));
    }

    @Test
    void givesTheResultAsPlainMapsAndLists() {
        pipeline.script("""
                withEnv(['TARGET=production']) {
                    def done = deployRelease 'sha256:1'
                    echo "${done.artifact} ${done.worlds[0].name} ${done.worlds[0].players} ${done.worlds[0].uptime}"
                }
                """);
        assertThat(pipeline.output()).containsExactly("deploying sha256:1 to production", "sha256:1 Antica 3 1h30m");
    }

    @Test
    void marksStageAndRunUnstableAndGoesOn() {
        pipeline.run("""
                pipeline { agent any; stages {
                    stage('Gate') { steps { deployRelease(artifact: 'a', ending: 'unstable') } }
                    stage('Next') { steps { echo 'goes on' } }
                } }
                """);
        assertThat(pipeline.output()).endsWith("goes on");
        assertThat(pipeline.stage("Gate").result()).isEqualTo(Result.UNSTABLE);
        assertThat(pipeline.stage("Gate").reason()).isEqualTo("p99 is 4 ms over the limit");
        assertThat(pipeline.stage("Next").result()).isEqualTo(Result.SUCCESS);
        assertThat(pipeline.result().result()).isEqualTo(Result.UNSTABLE);
    }

    @Test
    void failsWithTheReasonWhenRolledBackOrFailed() {
        pipeline.steps("deployRelease(artifact: 'a', ending: 'rolledBack')");
        assertThat(pipeline.result().reason()).isEqualTo("deployRelease: Antica did not become ready");
        assertThat(pipeline.result().result()).isEqualTo(Result.FAILURE);
        pipeline.steps("deployRelease(artifact: 'a', ending: 'failed')");
        assertThat(pipeline.log()).contains("error:Test.Jenkinsfile:2: deployRelease: the host is full");
    }

    @Test
    void asksWhenAnOperationCannotTellAndGoesOnWithTheDecision() {
        pipeline.answers(question -> {
                    assertThat(question.message()).isEqualTo("Too few players to judge");
                    assertThat(question.consequential()).isTrue();
                    return new Answer(true, "ada", Map.of());
                })
                .steps("deployRelease(artifact: 'a', ending: 'inconclusive')");
        assertThat(pipeline.log()).contains("ada decided to go on", "promoted a");
        assertThat(pipeline.result().result()).isEqualTo(Result.SUCCESS);
    }

    @Test
    void failsWhenNobodyCanDecide() {
        pipeline.steps("deployRelease(artifact: 'a', ending: 'inconclusive')");
        assertThat(pipeline.result().result()).isEqualTo(Result.FAILURE);
        assertThat(pipeline.result().reason()).startsWith("Nobody is there to answer: Too few players to judge");
    }

    @Test
    void saysWhatIsWrongWithAValueThatOnlyShowsWhenItRuns() {
        pipeline.steps("deployRelease(artifact: 'a', patience: \"${1 + 1} parrots\")");
        assertThat(pipeline.result().reason()).contains("patience", "2 parrots");
    }

    @Test
    void runsBlockStepsFromOutside() {
        pipeline.blockStep(new Window()).steps("maintenanceWindow(reason: 'patch') { echo 'inside' }");
        assertThat(pipeline.output()).containsExactly("open patch", "inside", "close");
    }

    private static final class Window implements BlockStep {
        @Override
        public String name() {
            return "maintenanceWindow";
        }

        @Override
        public List<String> parameters() {
            return List.of("reason", "duration");
        }

        @Override
        public List<String> required() {
            return List.of("reason");
        }

        @Override
        public Object run(Map<String, Object> arguments, RunContext context, Body body) throws InterruptedException {
            context.log().output("open " + arguments.get("reason"));
            try {
                return body.call();
            } finally {
                context.log().output("close");
            }
        }
    }
}
