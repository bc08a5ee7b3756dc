package io.jenkins.plugins.aviary.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.operation.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclarativePipelineTest {
    @TempDir
    private Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void setUp() {
        pipeline = new PipelineFixture(folder);
    }

    @Test
    void runsStagesInOrder() {
        pipeline.run("""
                pipeline {
                    agent any
                    stages {
                        stage('One') { steps { echo 'first' } }
                        stage('Two') { steps { echo "second of ${env.JOB_NAME}" } }
                    }
                }
                """);
        assertThat(pipeline.output()).containsExactly("first", "second of Test");
        assertThat(pipeline.result().result()).isEqualTo(Result.SUCCESS);
        assertThat(pipeline.result().exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void runsShellScriptsAndShowsBothOutputsInOrder() {
        pipeline.steps("sh 'echo one; echo two >&2; echo three'");
        assertThat(pipeline.output())
                .containsExactly("+ echo one", "one", "+ echo two", "two", "+ echo three", "three");
    }

    @Test
    void skipsLaterStagesAfterAFailureAndNamesTheLine() {
        pipeline.run("""
                pipeline {
                    agent any
                    stages {
                        stage('Bad') {
                            steps {
                                sh 'exit 7'
                            }
                        }
                        stage('Later') { steps { echo 'never' } }
                    }
                    post { always { echo 'always' }; failure { echo 'failed' }; success { echo 'fine' } }
                }
                """);
        assertThat(pipeline.output()).containsExactly("+ exit 7", "always", "failed");
        assertThat(pipeline.log()).contains("error:Test.Jenkinsfile:6: script returned exit code 7");
        assertThat(pipeline.stage("Bad").result()).isEqualTo(Result.FAILURE);
        assertThat(pipeline.stage("Later").skipped()).isTrue();
        assertThat(pipeline.result().exitCode()).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void resolvesEnvironmentVariablesInAnyOrder() {
        pipeline.run("""
                pipeline {
                    agent any
                    environment {
                        GREETING = "Hello ${NAME}"
                        NAME = 'world'
                        BOTH = 'a' + "b${env.NAME}"
                        HOME = "${HOME}/sub"
                    }
                    stages {
                        stage('Say') {
                            environment { NAME = 'stage'; MORE = "${GREETING}!" }
                            steps { echo "${GREETING} ${NAME} ${MORE} ${BOTH}"; sh 'echo "$GREETING $NAME"'; echo HOME }
                        }
                    }
                }
                """);
        assertThat(pipeline.output())
                .containsExactly(
                        "Hello world stage Hello world! abworld",
                        "+ echo Hello world stage",
                        "Hello world stage",
                        folder + "/sub");
    }

    @Test
    void runsParallelBranchesWithTheirNamesInTheLog() {
        pipeline.run("""
                pipeline {
                    agent any
                    stages {
                        stage('Both') {
                            parallel {
                                stage('A') { steps { echo 'from a' } }
                                stage('B') { steps { echo 'from b' } }
                            }
                            post { always { echo 'after both' } }
                        }
                    }
                }
                """);
        assertThat(pipeline.output()).contains("[A] from a", "[B] from b").endsWith("after both");
        assertThat(pipeline.stage("Both").stages()).extracting("name").containsExactlyInAnyOrder("A", "B");
    }

    @Test
    void usesVariablesAndMethodsOfTheFileInEverySection() {
        pipeline.run("""
                import groovy.transform.Field
                @Field String shared = 'field'
                def version = '1.' + 2
                def label() { return "label of ${shared}" }
                pipeline {
                    agent { label label() }
                    environment { VERSION = "${version}"; LABEL = label() }
                    stages {
                        stage('A') {
                            when { expression { version == '1.2' } }
                            steps {
                                script { shared = 'changed'; version = '2.0' }
                                echo "${VERSION} ${version} ${LABEL} ${label()}"
                            }
                        }
                    }
                }
                """);
        assertThat(pipeline.output()).containsExactly("1.2 2.0 label of field label of changed");
    }

    @Test
    void runsDeeplyNestedStages() {
        pipeline.run("""
                pipeline { agent none; stages { stage('A') { agent any; stages {
                    stage('B') { stages { stage('C') { steps { sh 'echo deep' } } } }
                    stage('D') { steps { echo "${STAGE_NAME}" } }
                } } } }
                """);
        assertThat(pipeline.output()).containsExactly("+ echo deep", "deep", "D");
        assertThat(pipeline.log()).contains("info:=== A / B / C");
    }

    @Test
    void needsAnAgentForAWorkspace() {
        pipeline.run("pipeline { agent none; stages { stage('A') { steps { sh 'true' } } } }");
        assertThat(pipeline.result().reason()).startsWith("'sh' needs a workspace");
    }
}
