package io.jenkins.plugins.aviary.cli.pipeline.step;

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

/** Counts the tests in JUnit XML files. The files are foreign: they may hold no DTD and no entities. */
final class JunitReport {
    private static final long LARGEST = 64L * 1024 * 1024;
    private static final int MOST_NAMES = 1000;

    private int total;
    private int skipped;
    private int failed;
    private final List<String> failures = new ArrayList<>();

    int total() {
        return total;
    }

    int skipped() {
        return skipped;
    }

    int failed() {
        return failed;
    }

    /** The names of the first failed tests with what they said. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Adds the tests of a file. */
    void add(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new OperationFailure(file + " is larger than 64 MiB, too large for a test report");
        }
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream stream = Files.newInputStream(file)) {
            XMLStreamReader reader = factory.createXMLStreamReader(stream);
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT
                        && reader.getLocalName().equals("testcase")) {
                    addTest(reader);
                }
            }
            reader.close();
        } catch (XMLStreamException e) {
            throw new OperationFailure(
                    file + " is not a JUnit report: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    private void addTest(XMLStreamReader reader) throws XMLStreamException {
        String type = attribute(reader, "classname");
        String name = (type.isEmpty() ? "" : type + ".") + attribute(reader, "name");
        boolean bad = false;
        boolean passedOver = false;
        String said = "";
        int depth = 1;
        while (depth > 0) {
            int event = reader.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                switch (reader.getLocalName()) {
                    case "failure", "error" -> {
                        bad = true;
                        said = attribute(reader, "message");
                    }
                    case "skipped" -> passedOver = true;
                    default -> {}
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            }
        }
        total++;
        skipped += passedOver && !bad ? 1 : 0;
        if (bad) {
            failed++;
            if (failures.size() < MOST_NAMES) {
                String first = said.lines().findFirst().orElse("");
                failures.add(first.isEmpty() ? name : name + ": " + first);
            }
        }
    }

    private static String attribute(XMLStreamReader reader, String name) {
        String value = reader.getAttributeValue(null, name);
        return value == null ? "" : value;
    }
}
