package io.jenkins.plugins.aviary.scan;

import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import io.jenkins.plugins.aviary.scan.tool.SarifReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Shows findings as a table, in the log and as Markdown. What scanners say is shown as text, whatever it looks like. */
final class FindingTable {
    private static final int TOLD_IN_LOG = 50;
    private static final int TOLD_IN_FILE = 2000;

    private final List<SarifReport.Line> lines;

    FindingTable(List<SarifReport.Line> lines) {
        this.lines = List.copyOf(lines);
    }

    void to(OperationLog log) {
        lines.stream()
                .filter(line -> line.accepted().isEmpty())
                .limit(TOLD_IN_LOG)
                .forEach(line -> {
                    Finding finding = line.finding();
                    log.info(String.format(
                            Locale.ROOT,
                            "%-8s %-4s %-10s %s: %s",
                            finding.severity(),
                            line.fresh() ? "new" : "",
                            finding.rule(),
                            finding.place(),
                            finding.message()));
                });
        long open = lines.stream().filter(line -> line.accepted().isEmpty()).count();
        if (open > TOLD_IN_LOG) {
            log.info("... and " + (open - TOLD_IN_LOG) + " more, see findings.md.");
        }
    }

    void write(Path file, String summary) throws IOException {
        StringBuilder text =
                new StringBuilder("# Security scan\n\n").append(plain(summary)).append("\n\n");
        if (lines.isEmpty()) {
            text.append("Nothing was found.\n");
        } else {
            text.append("| severity | | rule | tool | where | what | fingerprint |\n|---|---|---|---|---|---|---|\n");
        }
        for (SarifReport.Line line : lines.subList(0, Math.min(lines.size(), TOLD_IN_FILE))) {
            Finding finding = line.finding();
            String state = line.accepted().isEmpty() ? line.fresh() ? "new" : "" : "accepted by " + line.accepted();
            text.append("| ").append(finding.severity().name().toLowerCase(Locale.ROOT));
            for (String cell : List.of(
                    state,
                    finding.rule(),
                    finding.tool(),
                    finding.place(),
                    finding.message(),
                    finding.marks().fingerprint())) {
                text.append(" | ").append(plain(cell));
            }
            text.append(" |\n");
        }
        if (lines.size() > TOLD_IN_FILE) {
            text.append("\n").append(lines.size() - TOLD_IN_FILE).append(" more are in findings.sarif.\n");
        }
        Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    /** Neither HTML nor Markdown of somebody else's. */
    private static String plain(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("([\\\\`*_{}\\[\\]()#+!|~])", "\\\\$1")
                .replaceAll("\\s+", " ");
    }
}
