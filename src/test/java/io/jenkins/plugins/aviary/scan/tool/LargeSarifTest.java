package io.jenkins.plugins.aviary.scan.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.scan.finding.Finding;
import io.jenkins.plugins.aviary.scan.finding.Fingerprints;
import io.jenkins.plugins.aviary.testing.RecordedRun;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with less heap than the file is large reads it, marks its findings and writes them again. */
@Tag("integration")
class LargeSarifTest {
    private static final long SIZE = 100L * 1000 * 1000;

    @TempDir
    Path folder;

    /** Reads the file that it is given, and prints how many findings there are. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Path workspace = file.getParent();
        List<ToolFindings> said = new SarifFile(file, workspace).read(new RecordedRun());
        List<Finding> findings = new Fingerprints(workspace).mark(said.get(0).findings());
        List<SarifReport.Line> lines = new ArrayList<>();
        findings.forEach(finding -> lines.add(new SarifReport.Line(finding, true, "")));
        SarifReport.write(workspace.resolve("merged.sarif"), said, lines);
        System.out.println(findings.size() + " findings");
    }

    @Test
    void readsAHundredMegabytesInAHeapOf256() throws IOException, InterruptedException {
        Path file = folder.resolve("large.sarif");
        int results = generate(file);
        assertThat(Files.size(file)).isGreaterThanOrEqualTo(SIZE);
        Path output = folder.resolve("output.txt");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path")
                                .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator),
                        LargeSarifTest.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();

        assertThat(Files.readString(output)).contains(results + " findings");
        assertThat(process.exitValue()).isZero();
    }

    /** Results as CodeQL writes them, with code flows that nobody needs here. */
    private static int generate(Path file) throws IOException {
        int results = 0;
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("{\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"large\"}},\"results\":[");
            long written = 0;
            while (written < SIZE) {
                String result = (results == 0 ? "" : ",") + "{\"ruleId\":\"cpp/rule-" + results % 50
                        + "\",\"level\":\"warning\",\"message\":{\"text\":\"The variable v" + results
                        + " is used before it has a value, on some path.\"},\"locations\":[{\"physicalLocation\":"
                        + "{\"artifactLocation\":{\"uri\":\"src/module" + results % 900 + "/file.cpp\"},\"region\":"
                        + "{\"startLine\":" + (1 + results % 4000)
                        + ",\"startColumn\":7}}}],\"codeFlows\":[{\"threadFlows\":"
                        + "[{\"locations\":[{\"location\":{\"message\":{\"text\":\"" + "step ".repeat(40)
                        + "\"}}}]}]}],"
                        + "\"partialFingerprints\":{\"primaryLocationLineHash\":\"" + Integer.toHexString(results * 31)
                        + ":1\"}}";
                writer.write(result);
                written += result.length();
                results++;
            }
            writer.write("]}]}");
        }
        return results;
    }
}
