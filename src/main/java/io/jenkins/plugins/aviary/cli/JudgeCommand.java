package io.jenkins.plugins.aviary.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.aviary.rollout.judge.Verdict;
import io.jenkins.plugins.aviary.rollout.judge.report.JudgeFile;
import io.jenkins.plugins.aviary.rollout.judge.report.JudgeReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges measured series in files: {@code aviary judge FILE...}. */
@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        description = "Judges canaries from the measured series in JSON files.",
        footer = {
            "",
            "A file: {\"mode\": \"default\" or \"kayenta\", \"metrics\": [{\"name\": ..., \"direction\": \"increase\",",
            "\"decrease\" or \"either\" (the change that is bad), \"critical\": false, \"control\": [1.5, null, ...],",
            "\"experiment\": [...]}]}. null is a missing number. docs/reference/judge.md tells all of it.",
            "Exits 0 for PASS, 5 for INCONCLUSIVE, 1 for FAIL: the worst of all files."
        })
final class JudgeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "One JSON object a line for each file.")
    private boolean json;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files with series.")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() throws JsonProcessingException {
        List<JudgeReport> reports =
                files.stream().map(file -> JudgeFile.read(file).judge()).toList();
        PrintWriter out = spec.commandLine().getOut();
        Verdict worst = Verdict.PASS;
        for (JudgeReport report : reports) {
            worst = worst.or(report.verdict());
            if (json) {
                out.println(JsonFiles.MAPPER.writeValueAsString(report.json()));
            } else {
                report.lines().forEach(out::println);
            }
        }
        out.flush();
        return worst.exitCode().value();
    }
}
