package io.jenkins.plugins.aviary.build;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The result of a test run, read from a JUnit XML file as {@code ctest --output-junit} writes it.
 *
 * @param passed how many tests passed
 * @param failed how many failed
 * @param skipped how many were not run
 * @param failures the names of the first failed tests
 */
record TestReport(int passed, int failed, int skipped, List<String> failures) {
    private static final int NAMED = 50;

    /** No tests at all. */
    static final TestReport NONE = new TestReport(0, 0, 0, List.of());

    /**
     * Reads a report. The file comes from the code under test: entities are not resolved.
     *
     * @throws OperationFailure if it is missing or not such a report
     */
    static TestReport read(Path file) {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream content = Files.newInputStream(file)) {
            return read(factory.createXMLStreamReader(content));
        } catch (IOException | XMLStreamException e) {
            throw new OperationFailure(
                    "The test report " + file + " cannot be read: "
                            + e.getMessage().lines().findFirst().orElse(""),
                    e);
        }
    }

    private static TestReport read(XMLStreamReader xml) throws XMLStreamException {
        int passed = 0;
        int skipped = 0;
        List<String> failed = new ArrayList<>();
        String test = null;
        String result = "";
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "testcase" -> {
                        test = String.valueOf(xml.getAttributeValue(null, "name"));
                        result = statusOf(xml.getAttributeValue(null, "status"));
                    }
                    case "failure", "error" -> result = "failed";
                    case "skipped" -> result = "skipped";
                    default -> {
                        // Output and properties say nothing about the result.
                    }
                }
            } else if (event == XMLStreamConstants.END_ELEMENT
                    && xml.getLocalName().equals("testcase")) {
                switch (result) {
                    case "failed" -> failed.add(test);
                    case "skipped" -> skipped++;
                    default -> passed++;
                }
            }
        }
        return new TestReport(
                passed, failed.size(), skipped, failed.stream().limit(NAMED).toList());
    }

    private static String statusOf(String status) {
        if (status == null) {
            return "";
        }
        return switch (status) {
            case "fail" -> "failed";
            case "notrun", "disabled" -> "skipped";
            default -> "";
        };
    }
}
