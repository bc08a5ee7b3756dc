package io.jenkins.plugins.aviary.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StageResult;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ParallelAndMatrixTest {
    @TempDir
    private Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void setUp() {
        pipeline = new PipelineFixture(folder);
    }

    @Test
    void letsOtherBranchesFinishWhenOneFails() {
        pipeline.run("""
                pipeline { agent any; stages { stage('Both') { parallel {
                    stage('Bad') { steps { error 'broken' }; post { always { writeFile file: 'bad', text: '' } } }
                    stage('Good') { steps { waitUntil(quiet: true) { fileExists 'bad' }; echo 'done' } }
                } } } }
                """);
        assertThat(pipeline.output()).containsExactly("[Good] done");
        assertThat(pipeline.stage("Good").result()).isEqualTo(Result.SUCCESS);
        assertThat(pipeline.stage("Bad").result()).isEqualTo(Result.FAILURE);
        assertThat(pipeline.result().reason()).isEqualTo("broken");
    }

    @Test
    void endsOtherBranchesAtOnceWithFailFast() {
        pipeline.run("""
                pipeline { agent any; stages { stage('Both') {
                    failFast true
                    parallel {
                        stage('Bad') { steps { waitUntil(quiet: true) { fileExists 'started' }; error 'broken' } }
                        stage('Slow') {
                            steps { sh 'touch started; sleep 600' }
                            post { aborted { echo 'slow was ended' } }
                        }
                    }
                } } }
                """);
        assertThat(pipeline.output()).contains("[Slow] slow was ended");
        assertThat(pipeline.stage("Slow").result()).isEqualTo(Result.ABORTED);
        assertThat(pipeline.stage("Slow").reason()).contains("the branch 'Bad' failed");
        assertThat(pipeline.result().result()).isEqualTo(Result.FAILURE);
    }

    @Test
    void obeysTheOptionThatAllParallelsFailFast() {
        pipeline.run("""
                pipeline { agent any; options { parallelsAlwaysFailFast() }; stages { stage('Both') { parallel {
                    stage('Bad') { steps { error 'broken' } }
                    stage('Slow') { steps { sleep 600 } }
                } } } }
                """);
        assertThat(pipeline.stage("Slow").result()).isEqualTo(Result.ABORTED);
    }

    @Test
    void runsEveryCellOfAMatrixThatIsNotExcluded() {
        pipeline.run("""
                pipeline { agent any; stages { stage('All') { matrix {
                    axes {
                        axis { name 'OS'; values 'linux', 'windows' }
                        axis { name 'DB'; values 'mysql', 'mariadb', 'none' }
                    }
                    excludes {
                        exclude { axis { name 'OS'; values 'windows' }; axis { name 'DB'; notValues 'none' } }
                    }
                    environment { BOTH = "${OS}+${DB}" }
                    when { not { environment name: 'DB', value: 'mariadb' } }
                    stages { stage('Build') { steps { echo "${BOTH}" } } }
                } } } }
                """);
        assertThat(pipeline.output())
                .containsExactlyInAnyOrder(
                        "[Matrix - OS = 'linux', DB = 'mysql'] linux+mysql",
                        "[Matrix - OS = 'linux', DB = 'none'] linux+none",
                        "[Matrix - OS = 'windows', DB = 'none'] windows+none");
        assertThat(pipeline.stage("All").stages()).hasSize(4);
        assertThat(pipeline.stage("Matrix - OS = 'linux', DB = 'mariadb'").skipped())
                .isTrue();
    }

    @Test
    void runsScriptedBranchesEachWithItsOwnVariables() {
        pipeline.run("""
                def branches = [:]
                for (name in ['a', 'b', 'c']) {
                    def own = name
                    branches[own] = { node { withEnv(["NAME=${own}"]) { sh 'echo "I am $NAME"'; own + '!' } } }
                }
                def values = parallel branches
                echo values.sort().toString()
                """);
        assertThat(pipeline.output())
                .contains("[a] I am a", "[b] I am b", "[c] I am c")
                .endsWith("[a:a!, b:b!, c:c!]");
        assertThat(pipeline.result().stages()).extracting(StageResult::name).containsExactly("a", "b", "c");
    }
}
