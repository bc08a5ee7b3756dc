package io.jenkins.plugins.aviary.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhenTest {
    @TempDir
    private Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void setUp() {
        pipeline = new PipelineFixture(folder)
                .variable("BRANCH_NAME", "release/1.2")
                .variable("MODE", "fast");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    branch 'release/*'                                                | true
                    branch 'main'                                                     | false
                    branch pattern: 'release/\\\\d\\\\.\\\\d', comparator: 'REGEXP'   | true
                    branch pattern: 'release/*', comparator: 'EQUALS'                 | false
                    environment name: 'MODE', value: 'fast'                           | true
                    environment name: 'MODE', value: 'FAST'                           | false
                    environment name: 'MODE', value: 'FAST', ignoreCase: true         | true
                    expression { return env.MODE == 'fast' }                          | true
                    expression { null }                                               | false
                    expression { 'false' }                                            | true
                    equals expected: 2, actual: 1 + 1                                 | true
                    equals expected: 'a', actual: "b"                                 | false
                    buildingTag()                                                     | false
                    tag 'v*'                                                          | false
                    changeset '**/*.lua'                                              | false
                    not { branch 'main' }                                             | true
                    allOf { branch 'release/*'; environment name: 'MODE', value: 'x' } | false
                    anyOf { branch 'main'; not { equals expected: 1, actual: 2 } }    | true
                    triggeredBy 'UserIdCause'                                         | true
                    isRestartedRun()                                                  | false
                    """)
    void decidesWhetherAStageRuns(String condition, boolean runs) {
        pipeline.run("pipeline { agent any; stages { stage('A') {\n when { " + condition
                + " }\n steps { echo 'ran' } } } }");
        assertThat(pipeline.output()).hasSize(runs ? 1 : 0);
        assertThat(pipeline.stage("A").skipped()).isEqualTo(!runs);
        assertThat(pipeline.result().result()).isEqualTo(Result.SUCCESS);
    }

    @Test
    void matchesTags() {
        pipeline.variable("TAG_NAME", "v1.2.0").run("""
                        pipeline { agent any; stages {
                            stage('A') { when { buildingTag() }; steps { echo 'tag' } }
                            stage('B') { when { tag 'v1.*' }; steps { echo 'v1' } }
                            stage('C') { when { tag pattern: 'v2', comparator: 'REGEXP' }; steps { echo 'v2' } }
                        } }
                        """);
        assertThat(pipeline.output()).containsExactly("tag", "v1");
    }

    @Test
    void decidesBeforeTheQuestionOnlyWhenAsked() {
        pipeline.answers(question -> {
            pipeline.workspace().toFile().mkdirs();
            return new io.jenkins.plugins.aviary.cli.pipeline.engine.Answer(true, question.message(), Map.of());
        });
        pipeline.run("""
                pipeline { agent any; stages {
                    stage('A') {
                        when { beforeInput true; expression { false } }
                        input { message 'asked early?' }
                        steps { echo 'a' }
                    }
                    stage('B') {
                        when { expression { false } }
                        input { message 'asked late?' }
                        steps { echo 'b' }
                    }
                } }
                """);
        assertThat(pipeline.log()).doesNotContain("asked early?").contains("Approved by asked late?");
        assertThat(pipeline.output()).isEmpty();
    }

    @Test
    void doesNotSeeTheEnvironmentOfItsOwnStage() {
        pipeline.run("""
                pipeline { agent any; stages { stage('A') {
                    environment { MODE = 'slow' }
                    when { environment name: 'MODE', value: 'fast' }
                    steps { echo "${MODE}" }
                } } }
                """);
        assertThat(pipeline.output()).containsExactly("slow");
    }

    @Test
    void skipsAllStagesInsideAStageThatIsSkipped() {
        pipeline.run("""
                pipeline { agent any; stages { stage('A') {
                    when { branch 'main' }
                    parallel {
                        stage('B') { steps { echo 'b' } }
                        stage('C') { stages { stage('D') { steps { echo 'd' } } } }
                    }
                    post { always { echo 'post' } }
                } } }
                """);
        assertThat(pipeline.output()).isEmpty();
        assertThat(pipeline.stage("D").skipped()).isTrue();
    }
}
