package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.cli.doctor.Doctor;
import io.jenkins.plugins.aviary.cli.doctor.Finding;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.ProcessTrees;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aviary doctor}: whether this machine has what is needed, and how to get what is not there. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Checks that this machine has what Aviary works with; exit code 1 if something needed is missing.")
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions options = new CommonOptions();

    @Override
    public Integer call() throws InterruptedException {
        LocalRun run = options.localRun();
        List<Finding> all =
                new Doctor(run.environment(), run.workspace(), new ProcessTrees(run.environment())).examine();
        boolean missing = all.stream().anyMatch(finding -> finding.state() == Finding.State.MISSING);
        if (options.json()) {
            System.out.println(JsonFiles.text(all));
        } else {
            TextTable table = new TextTable("", "WHAT", "FOUND", "FOR");
            for (Finding finding : all) {
                table.row(mark(finding), finding.name(), finding.found(), finding.use());
            }
            table.lines().forEach(System.out::println);
            all.stream()
                    .filter(finding -> !finding.remedy().isEmpty())
                    .forEach(finding ->
                            System.out.println(mark(finding) + " " + finding.name() + ": " + finding.remedy()));
            System.out.println(
                    missing
                            ? "Something that Aviary needs is missing: run the lines marked MISSING, then this again."
                            : "Aviary has all it needs here.");
        }
        return (missing ? ExitCode.FAILED : ExitCode.DONE).value();
    }

    private static String mark(Finding finding) {
        return switch (finding.state()) {
            case OK -> "ok";
            case OPTIONAL -> "optional";
            case MISSING -> "MISSING";
        };
    }
}
