package io.jenkins.plugins.aviary.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostConditionsTest {
    private static final String ALL = """
            post {
                cleanup { echo 'cleanup' }
                failure { echo 'failure' }
                unstable { echo 'unstable' }
                unsuccessful { echo 'unsuccessful' }
                success { echo 'success' }
                aborted { echo 'aborted' }
                regression { echo 'regression' }
                fixed { echo 'fixed' }
                changed { echo 'changed' }
                always { echo "always ${currentBuild.currentResult}" }
            }
            """;

    @TempDir
    private Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void setUp() {
        pipeline = new PipelineFixture(folder);
    }

    private PipelineFixture ending(String step) {
        return pipeline.run("pipeline { agent any\n stages { stage('A') { steps { " + step + " } } }\n" + ALL + "}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    echo ''                | always SUCCESS, changed, success, cleanup
                    unstable 'x'           | always UNSTABLE, changed, unsuccessful, unstable, cleanup
                    error 'x'              | always FAILURE, changed, unsuccessful, failure, cleanup
                    input 'x'              | always ABORTED, changed, aborted, unsuccessful, cleanup
                    """)
    void runsTheConditionsThatHoldInTheOrderOfJenkins(String step, String expected) {
        pipeline.answers(
                question -> new io.jenkins.plugins.aviary.cli.pipeline.engine.Answer(false, "ada", java.util.Map.of()));
        ending(step);
        assertThat(pipeline.output()).containsExactly(expected.split(", "));
    }

    @Test
    void comparesWithTheRunBefore() {
        ending("error 'x'");
        ending("echo ''");
        assertThat(pipeline.output()).containsExactly("always SUCCESS", "changed", "fixed", "success", "cleanup");
        ending("echo ''");
        assertThat(pipeline.output()).containsExactly("always SUCCESS", "success", "cleanup");
        ending("unstable 'x'");
        assertThat(pipeline.output())
                .containsExactly("always UNSTABLE", "changed", "regression", "unsuccessful", "unstable", "cleanup");
        assertThat(pipeline.result().number()).isEqualTo(4);
    }

    @Test
    void goesOnAfterAnErrorInTheSectionAndFailsTheRun() {
        pipeline.run("""
                pipeline { agent any
                    stages { stage('A') { steps { echo 'a' } } }
                    post {
                        always { error 'broken' }
                        success { echo 'success' }
                        failure { echo 'failure' }
                        cleanup { echo 'cleanup' }
                    }
                }
                """);
        assertThat(pipeline.output()).containsExactly("a", "failure", "cleanup");
        assertThat(pipeline.log()).contains("error:Test.Jenkinsfile:4: broken (in post { always })");
        assertThat(pipeline.result().result()).isEqualTo(Result.FAILURE);
    }

    @Test
    void runsTheSectionOfAStageBeforeTheNextStage() {
        pipeline.run("""
                pipeline { agent any
                    stages {
                        stage('A') {
                            environment { WHO = 'stage a' }
                            steps { echo 'a' }
                            post { success { echo "after ${WHO}" } }
                        }
                        stage('B') {
                            stages { stage('C') { steps { error 'c' } } }
                            post { failure { echo 'b failed' } }
                        }
                        stage('D') {
                            steps { echo 'd' }
                            post { always { echo 'never, as it is skipped' } }
                        }
                    }
                }
                """);
        assertThat(pipeline.output()).containsExactly("a", "after stage a", "b failed");
    }

    @Test
    void seesAStageResultThatTheRunDoesNotHave() {
        pipeline.run("""
                pipeline { agent any
                    stages {
                        stage('A') {
                            steps { catchError(buildResult: 'SUCCESS', stageResult: 'UNSTABLE') { error 'x' } }
                            post { unstable { echo "stage unstable, seen as ${currentBuild.result}" } }
                        }
                        stage('B') {
                            steps { echo "run is ${currentBuild.currentResult}" }
                            post { success { echo 'b' } }
                        }
                    }
                }
                """);
        assertThat(pipeline.output()).containsExactly("stage unstable, seen as UNSTABLE", "run is SUCCESS", "b");
        assertThat(pipeline.result().result()).isEqualTo(Result.SUCCESS);
        assertThat(pipeline.stage("A").result()).isEqualTo(Result.UNSTABLE);
    }

    @Test
    void runsWhenTheEnvironmentCannotBeSetUp() {
        pipeline.run("""
                pipeline { agent any
                    environment { TOKEN = credentials('missing') }
                    stages { stage('A') { steps { echo 'a' } } }
                    post { always { echo 'always' } }
                }
                """);
        assertThat(pipeline.output()).containsExactly("always");
        assertThat(pipeline.result().reason()).contains("There is no credential 'missing'");
    }
}
