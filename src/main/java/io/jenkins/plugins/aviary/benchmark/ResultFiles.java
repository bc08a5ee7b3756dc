package io.jenkins.plugins.aviary.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/** Finds the files that patterns name in a folder, and reads them by what they hold. */
final class ResultFiles {
    private static final long LARGEST = 64L * 1024 * 1024;

    private final Path folder;
    private final BenchmarkResults results = new BenchmarkResults();

    ResultFiles(Path folder) {
        this.folder = folder;
    }

    /** Reads Google Benchmark's JSON files and JUnit's XML files. */
    ResultFiles results(List<String> patterns, BenchmarkTime time) throws IOException {
        for (String pattern : patterns) {
            for (Path file : files("results", pattern)) {
                try {
                    if (file.toString().endsWith(".xml")) {
                        TestTimesFile.read(file, results);
                    } else {
                        json(file, time);
                    }
                } catch (IOException | XMLStreamException e) {
                    throw new OperationFailure(
                            name(file) + " is neither JSON of Google Benchmark nor XML of JUnit: "
                                    + String.valueOf(e.getMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse(""),
                            e);
                }
            }
        }
        return this;
    }

    private void json(Path file, BenchmarkTime time) throws IOException {
        JsonNode root = new ObjectMapper().readTree(file.toFile());
        if (root == null || !GoogleBenchmarkFile.is(root)) {
            throw new OperationFailure(name(file) + " has no 'benchmarks'; write it with --benchmark_out_format=json.");
        }
        GoogleBenchmarkFile.read(name(file), root, time, results);
    }

    /** Reads numbers from logs. */
    ResultFiles logs(List<String> patterns, LogNumbers numbers) throws IOException {
        for (String pattern : patterns) {
            for (Path file : files("logs", pattern)) {
                numbers.read(file, results);
            }
        }
        return this;
    }

    BenchmarkResults read() {
        return results;
    }

    private String name(Path file) {
        return folder.relativize(file).toString();
    }

    private List<Path> files(String parameter, String pattern) throws IOException {
        List<Path> found = WorkspaceFiles.matching(folder, parameter, pattern);
        for (Path file : found) {
            if (Files.size(file) > LARGEST) {
                throw new InvalidParameter(
                        parameter + ": " + name(file) + " is larger than " + LARGEST / 1024 / 1024 + " MiB.");
            }
        }
        return found;
    }
}
