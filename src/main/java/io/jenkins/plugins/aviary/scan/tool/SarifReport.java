package io.jenkins.plugins.aviary.scan.tool;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.aviary.model.Severity;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import io.jenkins.plugins.aviary.scan.rule.CanaryRule;
import io.jenkins.plugins.aviary.scan.rule.Hits;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Writes the findings of all scanners as one SARIF 2.1.0 file, a run for each scanner. */
public final class SarifReport {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /** The key of our fingerprints; the number is raised if they are ever computed otherwise. */
    private static final String FINGERPRINT = "aviary/v1";

    private SarifReport() {}

    /**
     * One line of the report.
     *
     * @param finding what was found
     * @param fresh whether the baseline does not know it
     * @param accepted why it is accepted; empty if it is not
     */
    public record Line(Finding finding, boolean fresh, String accepted) {}

    /** Writes the file, a run for each of the tools, whose versions are given beside them. */
    public static void write(Path file, List<ToolFindings> tools, List<Line> lines) throws IOException {
        Files.createDirectories(file.toAbsolutePath().resolveSibling("."));
        try (JsonGenerator json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("$schema", SCHEMA);
            json.writeStringField("version", "2.1.0");
            json.writeArrayFieldStart("runs");
            Set<String> written = new LinkedHashSet<>();
            for (ToolFindings tool : tools) {
                if (written.add(tool.tool())) {
                    run(json, tool, lines);
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static void run(JsonGenerator json, ToolFindings tool, List<Line> lines) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("tool");
        json.writeObjectFieldStart("driver");
        json.writeStringField("name", tool.tool());
        if (!tool.version().isEmpty()) {
            json.writeStringField("version", tool.version());
        }
        if (tool.tool().equals(Hits.TOOL)) {
            rules(json);
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayFieldStart("results");
        for (Line line : lines) {
            if (line.finding().tool().equals(tool.tool())) {
                result(json, line);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void rules(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("rules");
        for (CanaryRule rule : CanaryRule.values()) {
            json.writeStartObject();
            json.writeStringField("id", rule.id());
            json.writeObjectFieldStart("shortDescription");
            json.writeStringField("text", rule.title());
            json.writeEndObject();
            json.writeObjectFieldStart("help");
            json.writeStringField("text", rule.help());
            json.writeEndObject();
            json.writeObjectFieldStart("defaultConfiguration");
            json.writeStringField("level", level(rule.severity()));
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void result(JsonGenerator json, Line line) throws IOException {
        Finding finding = line.finding();
        json.writeStartObject();
        json.writeStringField("ruleId", finding.rule());
        json.writeStringField("level", level(finding.severity()));
        json.writeObjectFieldStart("message");
        json.writeStringField("text", finding.message());
        json.writeEndObject();
        if (!finding.path().isEmpty()) {
            location(json, finding);
        }
        json.writeObjectFieldStart("partialFingerprints");
        json.writeStringField(FINGERPRINT, finding.marks().fingerprint());
        json.writeEndObject();
        json.writeStringField("baselineState", line.fresh() ? "new" : "unchanged");
        if (!line.accepted().isEmpty()) {
            json.writeArrayFieldStart("suppressions");
            json.writeStartObject();
            json.writeStringField("kind", "external");
            json.writeStringField("status", "accepted");
            json.writeStringField("justification", line.accepted());
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeObjectFieldStart("properties");
        json.writeStringField("severity", finding.severity().name().toLowerCase(java.util.Locale.ROOT));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void location(JsonGenerator json, Finding finding) throws IOException {
        json.writeArrayFieldStart("locations");
        json.writeStartObject();
        json.writeObjectFieldStart("physicalLocation");
        json.writeObjectFieldStart("artifactLocation");
        json.writeStringField("uri", uri(finding.path()));
        json.writeEndObject();
        if (finding.line() > 0) {
            json.writeObjectFieldStart("region");
            json.writeNumberField("startLine", finding.line());
            if (finding.column() > 0) {
                json.writeNumberField("startColumn", finding.column());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeEndArray();
    }

    private static String uri(String path) throws IOException {
        try {
            return path.startsWith("/")
                    ? new URI("file", "", path, null).toString()
                    : new URI(null, null, "./" + path, null).toString().substring(2);
        } catch (URISyntaxException e) {
            throw new IOException("'" + path + "' cannot be written as a URI", e);
        }
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW -> "note";
            case INFO -> "none";
        };
    }
}
