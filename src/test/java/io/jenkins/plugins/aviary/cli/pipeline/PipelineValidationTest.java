package io.jenkins.plugins.aviary.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.operation.Catalogue;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PipelineValidationTest {
    @TempDir
    private Path folder;

    private PipelineFixture fixture() {
        return new PipelineFixture(folder).catalogue(new Catalogue(List.of(SampleOperations.DeployRelease.class)));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                inSteps(
                        "deploRelease artifact: 'x'",
                        "3: 'deploRelease' is not a step the runner knows; did you mean 'deployRelease'?"),
                inSteps(
                        "deployRelease artefact: 'x'",
                        "3: 'deployRelease' has no parameter 'artefact'; did you mean 'artifact'?"),
                inSteps("deployRelease patience: '5s'", "3: 'deployRelease' needs artifact"),
                inSteps("sh 'true'\ndef x = 1", "4: only steps are allowed here; put Groovy code into script { ... }"),
                inSteps("x.foo()", "3: calls on objects are not allowed among steps; put them into script { ... }"),
                inSteps("stage('Inner') { echo 'x' }", "3: stages belong into 'stages', not among steps"),
                inSteps(
                        "sh script: 'x', returnStdot: true",
                        "3: 'sh' has no parameter 'returnStdot'; did you mean 'returnStdout'?"),
                inSteps(
                        "script {\n  if (true) {\n    ehco 'x'\n  }\n}",
                        "5: 'ehco' is not a step the runner knows; did you mean 'echo'?"),
                inSteps("retry(2)", "3: 'retry' needs a block: retry(...) { ... }"),
                whole("pipeline { agent any }", "1: 'pipeline' needs the section 'stages'"),
                whole(
                        "pipeline { stages { stage('A') { steps { echo 'x' } } } }",
                        "1: 'pipeline' needs the section 'agent', such as: agent any"),
                whole(
                        "pipeline {\n agent any\n stage('A') { }\n stages { stage('A') { steps { echo 'x' } } } }",
                        "3: 'stage' is not a section of 'pipeline'; did you mean 'stages'?"),
                whole(
                        "pipeline {\n agent any\n stages { stage('A') {\n step { echo 'x' } } } }",
                        "4: 'step' is not a section of the stage 'A'; did you mean 'steps'?"),
                whole(
                        "pipeline {\n agent any\n stages {\n stage('A') { agent any } } }",
                        "4: the stage 'A' needs 'steps', 'stages', 'parallel' or 'matrix'"),
                whole(
                        "pipeline {\n agent any\n stages {\n stage('A') { steps { echo 'x' }\n stages { stage('B') { steps { echo 'y' } } } } } }",
                        "4: the stage 'A' has steps and stages; only one of them is allowed"),
                inPost("sucess { echo 'x' }", "3: 'sucess' is not a condition of 'post'; did you mean 'success'?"),
                whole(
                        "pipeline {\n agent any\n environment {\n FOO = [1]\n }\n stages { stage('A') { steps { echo 'x' } } } }",
                        "4: the value of 'FOO' must be a text in quotes, a call, or texts joined by +"),
                whole(
                        "pipeline {\n agent any\n options { timeot(time: 1) }\n stages { stage('A') { steps { echo 'x' } } } }",
                        "3: 'timeot' is not an option here; did you mean 'timeout'?"),
                whole(
                        "pipeline {\n agent { docker 'gcc' }\n stages { stage('A') { steps { echo 'x' } } } }",
                        "2: an agent of kind 'docker' needs Jenkins"),
                whole(
                        "pipeline {\n agent any\n stages { stage('A') {\n when { brnch 'x' }\n steps { echo 'x' } } } }",
                        "4: 'brnch' is not a condition of 'when'; did you mean 'branch'?"),
                whole(
                        "pipeline {\n agent any\n stages { stage('A') { steps { echo 'x' } }\n stage('A') { steps { echo 'x' } } } }",
                        "4: there are two stages 'A' here"),
                whole(
                        "pipeline {\n agent any\n stages { stage('A') { parallel { stage('B') {\n parallel { stage('C') { steps { echo 'x' } } } } } } } }",
                        "'parallel' and 'matrix' cannot be inside another 'parallel' or 'matrix'"),
                whole(
                        "node {\n  echo 'x'\n  shh 'y'\n}",
                        "3: 'shh' is not a step the runner knows; did you mean 'sh'?"),
                whole(
                        "import hudson.model.Result\nnode { echo 'x' }",
                        "1: the class hudson.model.Result is part of Jenkins"),
                whole("@Library('shared') _\nnode { echo 'x' }", "1: '@Library' needs the shared libraries of Jenkins"),
                whole("node {\n  echo 'x\n}", "2: "));
    }

    private static Arguments inSteps(String steps, String message) {
        return Arguments.of("pipeline { agent any; stages { stage('A') {\nsteps {\n" + steps + "\n} } } }", message);
    }

    private static Arguments inPost(String post, String message) {
        return Arguments.of(
                "pipeline { agent any; stages { stage('A') { steps { echo 'x' } } }\npost {\n" + post + "\n} }",
                message);
    }

    private static Arguments whole(String text, String message) {
        return Arguments.of(text, message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void namesTheMistakeBeforeAnythingRuns(String text, String message) {
        PipelineRunner runner = fixture().runner(text);
        assertThatThrownBy(runner::validate)
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining(message)
                .hasMessageStartingWith("Test.Jenkinsfile:");
        assertThatThrownBy(runner::run).isInstanceOf(InvalidParameter.class);
        assertThat(folder.resolve("home")).doesNotExist();
    }

    @Test
    void namesAllMistakesAtOnceInTheOrderOfTheFile() {
        assertThatThrownBy(
                        fixture()
                                        .runner(
                                                "pipeline {\n agent all\n stages { stage('A') { steps {\n ech 'x'\n } } }\n pst { }\n}")
                                ::validate)
                .hasMessage("""
                        Test.Jenkinsfile:2: only 'agent none', 'agent any' or 'agent { ... }' are allowed
                        Test.Jenkinsfile:4: 'ech' is not a step the runner knows; did you mean 'echo'?
                        Test.Jenkinsfile:6: 'pst' is not a section of 'pipeline'; did you mean 'post'?""");
    }

    static Stream<String> goodFiles() {
        return Stream.of(
                "def greet(name) { echo \"hi ${name}\" }\nnode { greet('x') }",
                "def say = { text -> echo text }\nnode { say('x') }",
                "node { ['a', 'b'].each { item -> echo item } }",
                "node { new StringBuilder().with { append('x'); toString() } }",
                "node { def map = [a: 1]; map.with { put('b', 2) }; println map }",
                "class Version {\n String text\n String shout() { text.toUpperCase() } }\nnode { echo new Version(text: 'x').shout() }",
                "@NonCPS\ndef up(text) { text.toUpperCase() }\nnode { echo up('x') }",
                "import com.cloudbees.groovy.cps.NonCPS\n@NonCPS\ndef up(text) { text.toUpperCase() }\nnode { echo up('x') }",
                "node { if (isUnix()) { sh 'true' } else { bat 'exit 0' } }",
                "pipeline { agent none; triggers { cron('H 4 * * *') }; stages { stage('A') { agent { label 'linux' }; steps { echo 'x' } } } }",
                "pipeline { agent { node { label 'a'; customWorkspace 'sub' } }; options { buildDiscarder(logRotator(numToKeepStr: '5')); disableConcurrentBuilds() }; stages { stage('A') { steps { echo 'x' } } } }");
    }

    @ParameterizedTest
    @MethodSource("goodFiles")
    void findsNoFaultWithGoodFiles(String text) {
        assertThatCode(fixture().runner(text)::validate).doesNotThrowAnyException();
    }

    @Test
    void refusesAFileThatIsTooLarge() throws Exception {
        PipelineRunner runner = fixture().runner("echo 'x'");
        Files.writeString(folder.resolve("Test.Jenkinsfile"), "//".repeat(600_000));
        assertThatThrownBy(runner::validate).hasMessageContaining("larger than 1 MiB");
    }
}
