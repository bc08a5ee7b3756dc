package io.jenkins.plugins.aviary.cli.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStepsTest {
    @TempDir
    private Path folder;

    private PipelineFixture pipeline;

    @BeforeEach
    void setUp() {
        pipeline = new PipelineFixture(folder);
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve("workspace").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void readsAndWritesFiles() {
        pipeline.script("""
                writeFile file: 'a/b.txt', text: "x=${1 + 1}"
                echo readFile('a/b.txt')
                echo readFile(file: 'a/b.txt', encoding: 'Base64')
                echo "${fileExists('a/b.txt')} ${fileExists('a/c.txt')} ${isUnix()}"
                dir('a') { echo pwd() }
                dir('a') { deleteDir() }
                echo "${fileExists 'a'}"
                """);
        assertThat(pipeline.output())
                .containsExactly("x=2", "eD0y", "true false true", folder + "/workspace/a", "false");
    }

    @Test
    void saysWhichFileIsMissing() {
        pipeline.steps("readFile 'nowhere.txt'");
        assertThat(pipeline.log())
                .contains("Test.Jenkinsfile:2: 'readFile' failed on a file: there is no ", "nowhere.txt");
    }

    @Test
    void neverDeletesTheWorkingTree() throws IOException {
        write("precious.txt", "mine");
        pipeline.run("""
                pipeline { agent any
                    stages { stage('A') { steps { deleteDir(); dir('..') { deleteDir() } } } }
                    post { cleanup { cleanWs() } }
                }
                """);
        assertThat(pipeline.workspace().resolve("precious.txt")).hasContent("mine");
        assertThat(pipeline.log()).contains("warn:'cleanWs' keeps ");
    }

    @Test
    void carriesStashedFilesElsewhere() throws IOException {
        write("out/one.bin", "1");
        write("out/two.txt", "2");
        write("three.bin", "3");
        pipeline.script("""
                stash name: 'bins', includes: '**/*.bin', excludes: 'three.*'
                dir('elsewhere') { unstash 'bins'; sh 'find . -type f' }
                unstash 'other'
                """);
        assertThat(pipeline.output()).contains("./out/one.bin").doesNotContain("./out/two.txt", "./three.bin");
        assertThat(pipeline.result().reason()).isEqualTo("There is no stash 'other' in this run");
    }

    @Test
    void archivesArtifactsUnderTheNumberOfTheRun() throws IOException {
        write("build/server", "elf");
        write("build/server.o", "o");
        pipeline.steps("archiveArtifacts artifacts: 'build/*', excludes: '**/*.o', fingerprint: true");
        Path archive = pipeline.home().resolve("runs/Test/1/archive");
        assertThat(archive.resolve("build/server")).hasContent("elf");
        assertThat(archive.resolve("build/server.o")).doesNotExist();
        pipeline.steps("archiveArtifacts 'nothing/*'");
        assertThat(pipeline.result().reason()).startsWith("No artifact is there that fits 'nothing/*'");
    }

    @Test
    void sumsUpTestReportsAndBecomesUnstable() throws IOException {
        write("reports/a.xml", """
                <testsuites><testsuite name="s">
                <testcase classname="Player" name="saves"/>
                <testcase classname="Player" name="loads"><failure message="expected 1&#10;got 2">trace</failure></testcase>
                <testcase classname="Map" name="opens"><skipped/></testcase>
                </testsuite></testsuites>
                """);
        pipeline.script("def r = junit 'reports/*.xml'; echo \"${r.totalCount} ${r.failCount} ${r.passCount}\"");
        assertThat(pipeline.output()).containsExactly("3 1 1");
        assertThat(pipeline.log()).contains("error:  Player.loads: expected 1");
        assertThat(pipeline.result().result()).isEqualTo(Result.UNSTABLE);
        assertThat(pipeline.stage("Only").reason()).isEqualTo("1 of 3 tests failed");
    }

    @Test
    void failsWithoutTestReportsUnlessAllowed() {
        pipeline.steps("junit 'none/*.xml'");
        assertThat(pipeline.result().result()).isEqualTo(Result.FAILURE);
        pipeline.steps("junit testResults: 'none/*.xml', allowEmptyResults: true");
        assertThat(pipeline.result().result()).isEqualTo(Result.SUCCESS);
    }

    @Test
    void readsNoForeignFilesThroughATestReport() throws IOException {
        Files.writeString(folder.resolve("secret"), "stolen");
        write(
                "evil.xml",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file://" + folder.resolve("secret")
                        + "\">]><testsuite><testcase name=\"n\"><failure message=\"m\">&e;</failure></testcase></testsuite>");
        pipeline.steps("junit 'evil.xml'");
        assertThat(pipeline.log()).doesNotContain("stolen");
    }

    @Test
    void usesTheWorkingTreeForCheckoutAndRefusesToOverwriteIt() throws IOException {
        write("mine.txt", "mine");
        pipeline.steps("checkout scm\ngit 'https://example.invalid/x.git'");
        assertThat(pipeline.log()).contains("The working tree is used as it is");
        assertThat(pipeline.result().reason()).contains("would overwrite your working tree");
    }
}
