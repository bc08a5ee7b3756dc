package io.jenkins.plugins.aviary.cli.pipeline.step;

import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Result;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Scope;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepCall;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepSignature;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code junit}: sums up test reports; failed tests make the stage and the run unstable. */
final class JunitSteps {
    private static final int SHOWN = 20;

    private JunitSteps() {}

    static List<PipelineStep> all() {
        return List.of(PipelineStep.of(
                StepSignature.of("junit")
                        .sole("testResults")
                        .takes(
                                "allowEmptyResults",
                                "skipMarkingBuildUnstable",
                                "keepLongStdio",
                                "healthScaleFactor",
                                "skipPublishingChecks",
                                "checksName",
                                "skipOldReports",
                                "testDataPublishers",
                                "keepProperties",
                                "keepTestNames",
                                "stdioRetention")
                        .inWorkspace(),
                JunitSteps::junit));
    }

    private static Object junit(StepCall call) throws IOException {
        Scope scope = call.scope();
        Path folder = scope.directory().orElseThrow();
        List<Path> files = new FileSelection(folder, call.text("testResults"), "", true).files();
        JunitReport report = new JunitReport();
        for (Path file : files) {
            report.add(folder.resolve(file));
        }
        if (report.total() == 0) {
            String nothing = "No test report is there that fits '" + call.text("testResults") + "'";
            if (!call.flag("allowEmptyResults", false)) {
                throw new OperationFailure(nothing + "; did the tests run? Otherwise say allowEmptyResults: true");
            }
            scope.log().warn(nothing);
        }
        String summary = report.failed() + " of " + report.total() + " tests failed";
        scope.log()
                .info("Tests: " + report.total() + ", failed: " + report.failed() + ", skipped: " + report.skipped());
        report.failures().stream().limit(SHOWN).forEach(failure -> scope.log().error("  " + failure));
        if (report.failed() > SHOWN) {
            scope.log().error("  and " + (report.failed() - SHOWN) + " more");
        }
        if (report.failed() > 0) {
            if (call.flag("skipMarkingBuildUnstable", false)) {
                scope.stage().warn(Result.UNSTABLE, summary);
            } else {
                scope.warn(Result.UNSTABLE, summary);
            }
        }
        return Map.of(
                "totalCount",
                report.total(),
                "failCount",
                report.failed(),
                "skipCount",
                report.skipped(),
                "passCount",
                report.total() - report.failed() - report.skipped());
    }
}
