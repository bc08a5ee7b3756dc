package io.jenkins.plugins.aviary.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The times of tests in a JUnit XML file, as {@code ctest --output-junit} and gtest write it, in seconds. The file comes
 * from the code under test: entities are not resolved.
 */
final class TestTimesFile {
    private TestTimesFile() {}

    static void read(Path file, BenchmarkResults into) throws IOException, XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try (InputStream content = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(content);
            String name = null;
            double seconds = Double.NaN;
            boolean ran = false;
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "testcase" -> {
                            name = name(xml);
                            seconds = seconds(xml.getAttributeValue(null, "time"));
                            String status = xml.getAttributeValue(null, "status");
                            ran = status == null || status.equals("run") || status.equals("passed");
                        }
                        case "failure", "error", "skipped" -> ran = false;
                        default -> {
                            // Output and properties say nothing about the time.
                        }
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals("testcase")
                        && ran
                        && seconds >= 0) {
                    into.add(name, "s", seconds);
                }
            }
        }
    }

    private static String name(XMLStreamReader xml) {
        String name = String.valueOf(xml.getAttributeValue(null, "name"));
        String suite = xml.getAttributeValue(null, "classname");
        return suite == null || suite.isEmpty() || suite.equals(name) ? name : suite + "." + name;
    }

    private static double seconds(String text) {
        try {
            return text == null ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
