package io.jenkins.plugins.aviary.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Answer;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineResult;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunTest {
    @TempDir
    private Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void setUp() {
        pipeline = new PipelineFixture(folder);
    }

    private PipelineResult abortOnce(Path sign, String text) throws Exception {
        PipelineRunner runner = pipeline.runner(text);
        CompletableFuture<PipelineResult> result = CompletableFuture.supplyAsync(runner::run);
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!Files.exists(sign) && System.nanoTime() < deadline && !result.isDone()) {
            Thread.onSpinWait();
        }
        runner.abort();
        return result.get(30, TimeUnit.SECONDS);
    }

    @Test
    void endsProgramsAndRunsPostSectionsWhenAborted() throws Exception {
        Path pid = folder.resolve("workspace/pid");
        PipelineResult result = abortOnce(pid, """
                pipeline { agent any
                    stages {
                        stage('Slow') {
                            steps { catchError { sh 'sleep 600 & echo $! > pid.new; mv pid.new pid; wait' } }
                            post { aborted { echo 'stage aborted' } }
                        }
                        stage('Later') { steps { echo 'never' } }
                    }
                    post {
                        success { echo 'never' }
                        aborted { sh 'echo aborted' }
                        always { echo 'always' }
                        cleanup { echo 'cleanup' }
                    }
                }
                """);
        assertThat(result.result()).isEqualTo(Result.ABORTED);
        assertThat(result.exitCode()).isEqualTo(ExitCode.CANCELLED);
        assertThat(pipeline.output())
                .containsSubsequence("stage aborted", "always", "aborted", "cleanup")
                .doesNotContain("never");
        assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                        .filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void endsAllBranchesWhenAborted() throws Exception {
        PipelineResult result = abortOnce(folder.resolve("workspace/b"), """
                pipeline { agent any
                    stages { stage('Both') { parallel {
                        stage('A') { steps { sh 'touch a; sleep 600' }; post { aborted { echo 'a aborted' } } }
                        stage('B') { steps { waitUntil(quiet: true) { fileExists 'a' }; sh 'touch b; sleep 600' } }
                    } } }
                    post { cleanup { echo 'cleanup' } }
                }
                """);
        assertThat(result.result()).isEqualTo(Result.ABORTED);
        assertThat(pipeline.output()).contains("[A] a aborted").endsWith("cleanup");
    }

    @Test
    void runsFinallyBlocksOfAScriptedPipelineWhenAborted() throws Exception {
        PipelineResult result = abortOnce(
                folder.resolve("workspace/on"),
                "node { try { sh 'touch on; sleep 600' } finally { echo 'finally'; sh 'echo cleaned' } }");
        assertThat(result.result()).isEqualTo(Result.ABORTED);
        assertThat(pipeline.output()).endsWith("finally", "+ echo cleaned", "cleaned");
    }

    @Test
    void recordsWhatHappenedAndPrintsATable() {
        pipeline.run("""
                pipeline { agent any; stages {
                    stage('Build') { stages { stage('Compile') { steps { echo 'x' } } } }
                    stage('Test') { steps { error 'two tests failed' } }
                    stage('Deploy') { steps { echo 'x' } }
                } }
                """);
        assertThat(pipeline.events())
                .extracting(Event::type)
                .containsExactly(
                        "pipeline.started",
                        "stage.finished",
                        "stage.finished",
                        "stage.finished",
                        "stage.finished",
                        "pipeline.finished");
        assertThat(pipeline.log().lines().filter(line -> line.startsWith("info:")))
                .anySatisfy(line -> assertThat(line).isEqualTo("info:=== Build / Compile"))
                .anySatisfy(line -> assertThat(line).matches("info:  Compile +SUCCESS +\\d+\\.\\ds"))
                .anySatisfy(line -> assertThat(line).matches("info:Test +FAILURE +\\d+\\.\\ds  two tests failed"))
                .anySatisfy(line -> assertThat(line).matches("info:Deploy +skipped +-  an earlier stage failed"))
                .anySatisfy(line -> assertThat(line).matches("info:Test #1 +FAILURE +\\d+\\.\\ds  two tests failed"));
    }

    @Test
    void numbersRunsAndKnowsTheOneBefore() {
        pipeline.script("echo \"${BUILD_NUMBER} ${currentBuild.previousBuild?.result}\"; unstable 'x'");
        assertThat(pipeline.output()).containsExactly("1 null");
        pipeline.script("echo \"${currentBuild.number} ${currentBuild.previousBuild?.result}\"");
        assertThat(pipeline.output()).containsExactly("2 UNSTABLE");
        assertThat(pipeline.home().resolve("runs/Test/last.json")).content().contains("\"SUCCESS\"");
    }

    @Test
    void leavesNothingOfTheRunBehind() throws Exception {
        pipeline.script("stash name: 's', allowEmpty: true; sh 'true'");
        try (var files = Files.list(pipeline.home().resolve("runs/Test/1"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void takesParametersWithTheirDefaultsAndForms() {
        String text = """
                pipeline { agent any
                    parameters {
                        string(name: 'WORLD', defaultValue: 'Antica', description: 'which')
                        booleanParam(name: 'DRY', defaultValue: true)
                        choice(name: 'MODE', choices: ['fast', 'safe'])
                        password(name: 'PIN', defaultValue: 'pin-1234')
                        text(name: 'NOTE', defaultValue: 'a')
                    }
                    stages { stage('A') { steps {
                        echo "${params.WORLD} ${params.DRY ? 'dry' : 'wet'} ${params.MODE} ${PIN} ${env.NOTE}"
                    } } }
                }
                """;
        pipeline.parameter("DRY", "false").parameter("WORLD", "Bona").run(text);
        assertThat(pipeline.output()).containsExactly("Bona wet fast **** a");
        pipeline.parameter("MODE", "reckless").run(text);
        assertThat(pipeline.result().reason()).contains("MODE is one of fast, safe, not 'reckless'");
    }

    @Test
    void refusesAParameterThatIsNotDeclared() {
        pipeline.parameter("WORD", "x")
                .run(
                        "pipeline { agent any; parameters { string(name: 'WORLD') }; stages { stage('A') { steps { echo 'a' } } } }");
        assertThat(pipeline.result().reason()).isEqualTo("The pipeline has no parameter 'WORD'; did you mean 'WORLD'?");
        assertThat(pipeline.result().exitCode()).isEqualTo(ExitCode.BAD_PARAMETERS);
    }

    @Test
    void asksAndUsesWhatIsFilledIn() {
        pipeline.answers(question -> new Answer(true, "ada", Map.of("WHERE", "staging")));
        pipeline.run("""
                pipeline { agent none; stages {
                    stage('A') {
                        input {
                            message 'Deploy?'
                            ok 'Yes'
                            submitterParameter 'WHO'
                            parameters { string(name: 'WHERE', defaultValue: 'production') }
                        }
                        steps { echo "${WHERE} by ${WHO}" }
                    }
                    stage('B') { steps { script {
                        def mode = input message: 'How?', parameters: [choice(name: 'MODE', choices: 'a\\nb')]
                        echo mode
                    } } }
                } }
                """);
        assertThat(pipeline.output()).containsExactly("staging by ada", "a");
    }

    @Test
    void failsWhenNobodyCanAnswer() {
        pipeline.steps("input 'Go on?'");
        assertThat(pipeline.result().reason())
                .isEqualTo(
                        "Nobody is there to answer: Go on?; run it on a terminal, or with --yes to agree to everything");
        pipeline.answers(TerminalAnswers.yes()).steps("input 'Go on?'");
        assertThat(pipeline.result().result()).isEqualTo(Result.SUCCESS);
    }

    @Test
    void asksOnTheTerminalUntilTheAnswerIsClear() {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        pipeline.answers(new TerminalAnswers(
                new BufferedReader(new StringReader("c\nb\nperhaps\ny\n")),
                new PrintStream(screen, true, StandardCharsets.UTF_8),
                "ada"));
        pipeline.script("echo input(message: 'Go?', parameters: [choice(name: 'MODE', choices: ['a', 'b'])])");
        assertThat(pipeline.output()).containsExactly("b");
        assertThat(screen.toString(StandardCharsets.UTF_8))
                .contains("MODE is one of a, b, not 'c'", "Please type y or n.");
    }

    @Test
    void givesCredentialsAndMasksThem() throws Exception {
        pipeline.variable("AVIARY_SECRET_TOKEN", "t0ken-value")
                .variable("AVIARY_SECRET_DB", "pass-w0rd")
                .variable("AVIARY_SECRET_DB_USERNAME", "canary");
        pipeline.run("""
                pipeline { agent any
                    environment { TOKEN = credentials('token'); DB = credentials('db'); URL = "x:${DB_USR}@h" }
                    stages { stage('A') { steps {
                        sh 'echo "$TOKEN $DB $DB_USR $DB_PSW $URL"; printf %s "$DB" > seen'
                        withCredentials([usernamePassword(credentialsId: 'db', usernameVariable: 'U', passwordVariable: 'P'),
                                         file(credentialsId: 'token', variable: 'F')]) {
                            sh 'echo "$U $P"; ls -l "$F" | cut -c1-10; cat "$F" > file-seen; echo "$F" > path'
                        }
                        echo "${env.U}"
                    } } }
                }
                """);
        assertThat(pipeline.log()).doesNotContain("t0ken-value", "pass-w0rd");
        assertThat(pipeline.output()).contains("**** **** canary **** x:canary@h", "canary ****", "-rw-------", "null");
        assertThat(pipeline.workspace().resolve("seen")).hasContent("canary:pass-w0rd");
        assertThat(pipeline.workspace().resolve("file-seen")).hasContent("t0ken-value");
        assertThat(Path.of(
                        Files.readString(pipeline.workspace().resolve("path")).strip()))
                .doesNotExist();
    }

    @Test
    void refusesAFileThatIsNotThere() throws Exception {
        PipelineRunner runner = pipeline.runner("echo 'x'");
        Files.delete(folder.resolve("Test.Jenkinsfile"));
        assertThatThrownBy(runner::run)
                .isInstanceOf(InvalidParameter.class)
                .hasMessageContaining("Test.Jenkinsfile cannot be read");
    }

    @Test
    void removesWhatAKilledRunLeft() throws Exception {
        long dead = Long.MAX_VALUE / 100;
        Path killed = Files.createDirectories(folder.resolve("home/runs/Test/1/running-" + dead + "-x"));
        Files.writeString(killed.resolve("secret"), "key");
        pipeline.script("echo \"run ${BUILD_NUMBER}\"");
        assertThat(killed).doesNotExist();
        assertThat(pipeline.output()).containsExactly("run 2");
    }

    @Test
    void knowsWhatChangedSinceTheRunBefore() throws Exception {
        String text = """
                pipeline { agent any; stages {
                    stage('Lua') { when { changeset '**/*.lua' }; steps { echo 'lua changed' } }
                    stage('Where') { when { branch 'main' }; steps { echo "on ${BRANCH_NAME} ${GIT_COMMIT.length()}" } }
                } }
                """;
        Path work = Files.createDirectories(folder.resolve("workspace"));
        Process git = new ProcessBuilder(
                        "sh",
                        "-c",
                        "git init -q -b main . && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m first")
                .directory(work.toFile())
                .inheritIO()
                .start();
        assertThat(git.waitFor()).isZero();
        pipeline.run(text);
        assertThat(pipeline.output()).containsExactly("on main 40");
        Files.writeString(Files.createDirectories(work.resolve("data")).resolve("spell.lua"), "x = 1");
        pipeline.run(text);
        assertThat(pipeline.output()).containsExactly("lua changed", "on main 40");
    }
}
