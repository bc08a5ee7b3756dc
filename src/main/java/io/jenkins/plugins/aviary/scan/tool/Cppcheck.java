package io.jenkins.plugins.aviary.scan.tool;

import io.jenkins.plugins.aviary.model.Severity;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.ProcessRequest;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.scan.finding.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Runs <a href="https://cppcheck.sourceforge.io/manual.html">cppcheck</a> and reads its XML. */
public final class Cppcheck implements Scanner {
    private static final Pattern CHECKING = Pattern.compile("Checking .+ \\.\\.\\.");
    private static final Set<String> CRASHES = Set.of("cppcheckError", "internalError", "internalAstError");

    /** What cppcheck says of one file that it could not look into: a finding that somebody must mend or answer for. */
    private static final Set<String> UNREAD = Set.of(
            "cppcheckError",
            "internalError",
            "internalAstError",
            "syntaxError",
            "preprocessorErrorDirective",
            "unknownMacro",
            "noValidConfiguration");

    private static final Duration LONGEST = Duration.ofHours(2);

    @Override
    public String name() {
        return "cppcheck";
    }

    @Override
    public boolean worksWithoutBuild() {
        return true;
    }

    @Override
    public ToolFindings scan(RunContext context, String version, List<Path> sources, Optional<Path> compileCommands)
            throws InterruptedException {
        try {
            Path folder = Files.createTempDirectory("aviary-cppcheck");
            try {
                return scan(context, version, sources, compileCommands, folder);
            } finally {
                Files.deleteIfExists(folder.resolve("result.xml"));
                Files.deleteIfExists(folder.resolve("sources.txt"));
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new OperationFailure("cppcheck cannot be run: " + e.getMessage(), e);
        }
    }

    private ToolFindings scan(
            RunContext context, String version, List<Path> sources, Optional<Path> compileCommands, Path folder)
            throws IOException, InterruptedException {
        Path result = folder.resolve("result.xml");
        List<String> command = new ArrayList<>(List.of(
                "cppcheck",
                "--enable=warning,performance,portability",
                "--xml",
                "--xml-version=2",
                "--output-file=" + result,
                "--suppress=missingInclude",
                "--suppress=missingIncludeSystem",
                "-j",
                String.valueOf(Math.max(1, Runtime.getRuntime().availableProcessors()))));
        if (compileCommands.isPresent()) {
            command.add("--project=" + compileCommands.get());
        } else {
            Path list = folder.resolve("sources.txt");
            Files.write(list, sources.stream().map(Path::toString).toList(), StandardCharsets.UTF_8);
            command.add("--language=c++");
            command.add("--file-list=" + list);
        }
        AtomicInteger checked = new AtomicInteger();
        StringBuffer complaint = new StringBuffer();
        try (Progress.Task task = context.progress().begin("Running cppcheck", sources.size(), "files")) {
            int code = context.processes()
                    .run(new ProcessRequest(
                            command,
                            context.workspace(),
                            Map.of(),
                            LONGEST,
                            line -> {
                                if (CHECKING.matcher(line).matches()) {
                                    task.at(checked.incrementAndGet());
                                } else if (line.startsWith("cppcheck: error") && complaint.isEmpty()) {
                                    complaint.append(line);
                                }
                            },
                            context.log()::output));
            if (code != 0) {
                throw new OperationFailure("cppcheck crashed or refused its arguments (exit code " + code + "): "
                        + complaint + "; see its output above.");
            }
        }
        if (checked.get() == 0) {
            throw new OperationFailure(
                    "cppcheck looked at none of " + sources.size() + " sources; see its output above.");
        }
        return new ToolFindings(name(), version, read(result, context.workspace()), 0);
    }

    /**
     * Reads cppcheck's XML; entities and document types are not looked at.
     *
     * @throws OperationFailure if it is not complete, or cppcheck says in it that it crashed
     */
    static List<Finding> read(Path file, Path workspace) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream content = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(content);
            try {
                return read(xml, new Places(workspace), workspace);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw new OperationFailure(
                    "cppcheck's result is damaged: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "; it may have crashed.",
                    e);
        }
    }

    private static List<Finding> read(XMLStreamReader xml, Places places, Path workspace) throws XMLStreamException {
        Set<Finding> findings = new LinkedHashSet<>();
        String rule = "";
        String severity = "";
        String message = "";
        boolean located = false;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("error")) {
                rule = text(xml, "id");
                severity = text(xml, "severity");
                message = text(xml, "msg");
                located = false;
            } else if (event == XMLStreamConstants.START_ELEMENT
                    && xml.getLocalName().equals("location")
                    && !located) {
                located = true;
                findings.add(Finding.at(
                        "cppcheck",
                        rule,
                        severity(rule, severity),
                        places.of(text(xml, "file"), workspace),
                        number(xml, "line"),
                        number(xml, "column"),
                        message));
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && xml.getLocalName().equals("error")
                    && !located
                    && CRASHES.contains(rule)) {
                throw new OperationFailure("cppcheck crashed: " + message);
            }
        }
        return List.copyOf(findings);
    }

    private static String text(XMLStreamReader xml, String attribute) {
        String value = xml.getAttributeValue(null, attribute);
        return value == null ? "" : value;
    }

    private static int number(XMLStreamReader xml, String attribute) {
        String value = text(xml, attribute);
        return value.matches("[0-9]{1,8}") ? Integer.parseInt(value) : 0;
    }

    private static Severity severity(String rule, String word) {
        if (UNREAD.contains(rule)) {
            return Severity.MEDIUM;
        }
        return switch (word) {
            case "error" -> Severity.HIGH;
            case "warning" -> Severity.MEDIUM;
            case "information", "debug" -> Severity.INFO;
            default -> Severity.LOW;
        };
    }
}
