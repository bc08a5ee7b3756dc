package io.jenkins.plugins.aviary.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class OutcomeAndTimeStepsTest {
    @TempDir
    private Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void setUp() {
        pipeline = new PipelineFixture(folder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    catchError { error 'x' }                                              | FAILURE  | SUCCESS
                    catchError(buildResult: 'SUCCESS', stageResult: 'FAILURE') { error 'x' } | SUCCESS | FAILURE
                    catchError(buildResult: 'unstable') { error 'x' }                     | UNSTABLE | SUCCESS
                    catchError(buildResult: null, stageResult: 'UNSTABLE') { error 'x' }  | FAILURE  | UNSTABLE
                    catchError(message: 'hm') { echo 'fine' }                             | SUCCESS  | SUCCESS
                    warnError('careful') { error 'x' }                                    | UNSTABLE | UNSTABLE
                    unstable('careful')                                                   | UNSTABLE | UNSTABLE
                    catchError(buildResult: 'SUCCESS') { timeout(time: 50, unit: 'MILLISECONDS') { sleep 600 } } | ABORTED | ABORTED
                    """)
    void givesBuildAndStageTheirResultsAndGoesOn(String step, Result build, Result stage) {
        pipeline.run("pipeline { agent any; stages { stage('A') { steps {\n" + step
                + "\necho 'next step' } }\n stage('B') { steps { echo 'next stage' } } } }");
        assertThat(pipeline.output()).endsWith("next step", "next stage");
        assertThat(pipeline.result().result()).isEqualTo(build);
        assertThat(pipeline.stage("A").result()).isEqualTo(stage);
    }

    @Test
    void stopsAfterAnUnstableStageOnlyWhenAsked() {
        String stages = "stages { stage('A') { steps { unstable 'x' } }\n stage('B') { steps { echo 'b' } } }";
        pipeline.run("pipeline { agent any; options { skipStagesAfterUnstable() }\n" + stages + " }");
        assertThat(pipeline.output()).isEmpty();
        assertThat(pipeline.stage("B").reason()).isEqualTo("an earlier stage was unstable");
        assertThat(pipeline.result().result()).isEqualTo(Result.UNSTABLE);
    }

    @Test
    void retriesUntilItSucceedsOrTheCountIsUsedUp() {
        pipeline.script("""
                def tries = 0
                retry(3) { tries++; if (tries < 3) { error "try ${tries}" } }
                echo "done after ${tries}"
                retry(2) { echo 'again'; error 'never' }
                """);
        assertThat(pipeline.output()).containsExactly("done after 3", "again", "again");
        assertThat(pipeline.log()).contains("try 1", "try 2", "Retrying (2 left)");
        assertThat(pipeline.result().reason()).isEqualTo("never");
    }

    @Test
    void retriesATimeLimitInsideButNotOneAround() {
        pipeline.script("""
                def tries = 0
                retry(3) {
                    timeout(time: 50, unit: 'MILLISECONDS') { tries++; if (tries < 3) { sleep 600 } }
                }
                echo "inside ${tries}"
                tries = 0
                timeout(time: 100, unit: 'MILLISECONDS') { retry(3) { tries++; env.TRIES = tries; sleep 600 } }
                """);
        assertThat(pipeline.output()).containsExactly("inside 3");
        assertThat(pipeline.result().result()).isEqualTo(Result.ABORTED);
        assertThat(pipeline.log()).containsOnlyOnce("error:Test.Jenkinsfile:9: Timeout of 100ms");
    }

    @Test
    void endsAProgramAndAllItStartedWhenTheTimeIsOver() {
        pipeline.steps("""
                timeout(time: 500, unit: 'MILLISECONDS') {
                    sh 'sleep 600 & echo $! > pid; wait'
                }
                """);
        assertThat(pipeline.result().result()).isEqualTo(Result.ABORTED);
        assertThat(pipeline.workspace().resolve("pid")).exists();
        assertThat(ProcessHandle.of(pid()).filter(ProcessHandle::isAlive)).isEmpty();
    }

    private long pid() {
        try {
            return Long.parseLong(
                    java.nio.file.Files.readString(pipeline.workspace().resolve("pid"))
                            .strip());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void measuresActivityInsteadOfTimeWhenAsked() {
        pipeline.steps("""
                timeout(time: 2, unit: 'SECONDS', activity: true) {
                    sh 'for i in 1 2 3 4 5 6 7 8; do echo $i; sleep 0.3; done'
                }
                """);
        assertThat(pipeline.result().result()).isEqualTo(Result.SUCCESS);
    }

    @Test
    void appliesOptionsOfPipelineAndStage() {
        pipeline.run("""
                pipeline { agent any
                    options { timestamps(); retry(2) }
                    stages {
                        stage('A') { steps { sh '[ -e tried ] || { touch tried; exit 1; }' } }
                        stage('B') { options { timeout(time: 1, unit: 'HOURS') }; steps { echo 'b' } }
                    }
                    post { always { echo "post ${currentBuild.currentResult}" } }
                }
                """);
        assertThat(pipeline.output()).last().asString().matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} post SUCCESS");
        assertThat(pipeline.output().stream().filter(line -> line.contains("post ")))
                .hasSize(2);
        assertThat(pipeline.result().result()).isEqualTo(Result.SUCCESS);
    }

    @Test
    void waitsUntilSomethingIsSo() {
        pipeline.script("def n = 0; waitUntil(quiet: true) { n++; n == 2 }; echo \"n is ${n}\"");
        assertThat(pipeline.output()).containsExactly("n is 2");
    }

    @Test
    void sleepsForSecondsAlsoInsideBlocks() {
        pipeline.script("dir('x') { sleep time: 1, unit: 'MILLISECONDS'; sleep 0 }");
        assertThat(pipeline.log()).contains("Sleeping for 1ms", "Sleeping for 0s");
    }
}
