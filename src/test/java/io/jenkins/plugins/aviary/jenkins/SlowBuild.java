package io.jenkins.plugins.aviary.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pipelines that build something small, slowly: each second of the build says {@code tick N}. */
final class SlowBuild {
    private static final Pattern ARTIFACT = Pattern.compile("ARTIFACT ([0-9a-f]{64})");

    private SlowBuild() {}

    /** Sources whose build takes so many seconds and says {@code tick N} in each. */
    static String sources(int seconds) {
        return """
                writeFile file: 'CMakeLists.txt', text: 'cmake_minimum_required(VERSION 3.20)\\nproject(tiny CXX)\\nadd_executable(tiny main.cpp)\\nadd_custom_target(slow ALL COMMAND sh ${CMAKE_SOURCE_DIR}/slow.sh VERBATIM)\\n'
                writeFile file: 'slow.sh', text: 'i=0; while [ $i -lt %d ]; do echo tick $i; sleep 1; i=$((i+1)); done'
                writeFile file: 'main.cpp', text: 'int main(){return 0;}'
                writeFile file: 'CMakePresets.json', text: '{"version":3,"configurePresets":[{"name":"release","generator":"Unix Makefiles","binaryDir":"${sourceDir}/b"}],"buildPresets":[{"name":"release","configurePreset":"release"}]}'
                writeFile file: 'aviary.yml', text: 'server: {dialect: generic, binary: tiny, readyLine: ready}\\nbuild: {preset: release}\\npackage: {name: tiny, files: {tiny: b/tiny}}\\n'
                """.formatted(seconds);
    }

    static String declarative(int seconds) {
        return "pipeline { agent { label 'linux' }\nstages { stage('Build') { steps {\n" + sources(seconds)
                + "script { echo \"ARTIFACT ${canaryBuild(version: '1.0.0', test: false).artifact}\" } } } }\n"
                + "post { always { echo 'post ran' } } }";
    }

    /** A build of the same without an agent. */
    static String scripted(String version) {
        return "node('built-in') {\n" + sources(1)
                + "def built = canaryBuild(test: false, version: '" + version + "')\n"
                + "if (built.version != '" + version + "') { error built.toString() }\n"
                + "echo \"ARTIFACT ${built.artifact}\" }";
    }

    /** The digest of the artifact that a log tells of. */
    static String artifact(String log) {
        Matcher found = ARTIFACT.matcher(log);
        assertThat(found.find()).as(log).isTrue();
        return found.group(1);
    }

    /** Measurements of which nobody can tell whether they are good: a person must decide. */
    static String undecided(String node) {
        return """
                node('%s') {
                  writeFile file: 'aviary.yml', text: 'server: {dialect: generic, binary: x, readyLine: r}'
                  writeFile file: 'run.log', text: 'time 10\\ntime 11\\ntime 10\\ntime 10\\ntime 11\\ntime 10\\n'
                  def gate = benchmarkGate logs: ['run.log'], numbers: [tick: 'time ([0-9]+)'], against: 'none'
                  echo "VERDICT ${gate.verdict}"
                }
                """.formatted(node);
    }

    /** That a log has each tick, and none twice. */
    static void assertEachTickOnce(String log, int ticks) {
        for (int tick = 0; tick < ticks; tick++) {
            assertThat(log.lines().toList()).containsOnlyOnce("tick " + tick);
        }
    }
}
