package io.jenkins.plugins.aviary.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptedPipelineTest {
    @TempDir
    private Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void setUp() {
        pipeline = new PipelineFixture(folder);
    }

    @Test
    void runsTryCatchAndFinally() {
        pipeline.run("""
                node {
                    stage('Build') {
                        try {
                            sh 'exit 3'
                        } catch (Exception e) {
                            echo "caught ${e.message}"
                            currentBuild.result = 'UNSTABLE'
                        } finally {
                            echo 'finally'
                        }
                    }
                    stage('Next') { echo currentBuild.currentResult }
                }
                """);
        assertThat(pipeline.output())
                .containsExactly("+ exit 3", "caught script returned exit code 3", "finally", "UNSTABLE");
        assertThat(pipeline.result().result()).isEqualTo(Result.UNSTABLE);
    }

    @Test
    void usesMethodsClosuresAndVariablesOfTheFile() {
        pipeline.run("""
                def shout(String text) { return text.toUpperCase() }
                def twice = { action -> action(1); action(2) }
                version = '1.2'
                def numbers = [3, 1, 2].sort().collect { it * 2 }
                node {
                    twice { n -> echo "${shout('round')} ${n} of ${version} ${numbers}" }
                    def text = sh(script: 'printf "one\\\\ntwo"', returnStdout: true).trim()
                    echo text.readLines().last()
                    echo "code ${sh(script: 'exit 4', returnStatus: true)}"
                }
                """);
        assertThat(pipeline.output())
                .containsSubsequence("ROUND 1 of 1.2 [2, 4, 6]", "ROUND 2 of 1.2 [2, 4, 6]", "two", "code 4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    echo nothing                    | 2: 'nothing' is not defined
                    def x = null; x.length()        | 2: NullPointerException
                    echo 'a'.fly()                  | 2: there is no method 'fly' on String
                    int x = 'abc' as Integer        | 2: NumberFormatException
                    throw new Exception('mine')     | 2: mine
                    error 'given up'                | 2: given up
                    currentBuild.result = 'GREAT'   | 2: 'GREAT' is not a result
                    load 'other.groovy'             | 2: 'load' is not there without Jenkins; put the code into this file
                    bat 'dir'                       | 2: 'bat' needs Windows
                    sh 'true', 'false'              | 2: 'sh' takes one value, or several with their names
                    """)
    void namesTheLineOfAnErrorInTheFile(String code, String message) {
        pipeline.run("node {\n" + code + "\n}");
        assertThat(pipeline.log()).contains("error:Test.Jenkinsfile:" + message);
        assertThat(pipeline.log()).doesNotContain("\tat ");
        assertThat(pipeline.result().result()).isEqualTo(Result.FAILURE);
        assertThat(pipeline.result().failure()).isPresent();
    }

    @Test
    void needsANodeForAWorkspace() {
        pipeline.run("stage('A') { echo 'no workspace needed' }\nsh 'true'");
        assertThat(pipeline.result().reason())
                .isEqualTo(
                        "'sh' needs a workspace: put it under an agent or inside node { ... }, not under 'agent none'");
    }

    @Test
    void takesParametersFromProperties() {
        pipeline.parameter("WORLD", "Antica").run("""
                        properties([
                            buildDiscarder(logRotator(numToKeepStr: '5')),
                            parameters([string(name: 'WORLD', defaultValue: 'Bona'), booleanParam(name: 'DRY', defaultValue: true)])
                        ])
                        echo "${params.WORLD} ${WORLD} ${params.DRY}"
                        """);
        assertThat(pipeline.output()).containsExactly("Antica Antica true");
    }

    @Test
    void keepsVariablesInsideTheirBlocks() {
        pipeline.variable("A", "outer").run("""
                        node {
                            withEnv(['A=inner', 'B=$A and ${A}', 'PATH+EXTRA=/extra']) {
                                env.A = 'global'
                                echo "${A} ${env.B}"
                                echo env.PATH.tokenize(':').first()
                                dir('sub') { sh 'basename "$PWD"; echo $A' }
                            }
                            echo "${A} ${env.B}"
                        }
                        """);
        assertThat(pipeline.output())
                .containsSubsequence("inner inner and inner", "/extra", "sub", "inner", "global null");
    }

    @Test
    void endsALoopWithoutEndThroughATimeLimit() {
        pipeline.run("timeout(time: 300, unit: 'MILLISECONDS') { while (true) { 1 + 1 } }");
        assertThat(pipeline.result().result()).isEqualTo(Result.ABORTED);
        assertThat(pipeline.result().reason()).isEqualTo("Timeout of 300ms has been exceeded");
    }

    @Test
    void readsAndWritesJsonWithTheClassesOfGroovy() {
        pipeline.run("""
                import groovy.json.JsonOutput
                import groovy.json.JsonSlurperClassic
                def read = new JsonSlurperClassic().parseText('{"worlds": [{"name": "Antica"}]}')
                echo read.worlds[0].name
                echo JsonOutput.toJson([players: 3])
                """);
        assertThat(pipeline.output()).containsExactly("Antica", "{\"players\":3}");
    }
}
