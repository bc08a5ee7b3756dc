package io.jenkins.plugins.aviary.benchmark;

import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What makes times comparable: processor, number of processors, their frequency governor, architecture, kind of build,
 * and what the pipeline adds. Times of machines that differ in one of these are never compared.
 *
 * @param properties the properties by name
 */
public record Machine(SortedMap<String, String> properties) {
    private static final int SHORT = 16;

    /** Takes a copy of the properties. */
    public Machine {
        properties = new TreeMap<>(properties);
    }

    @Override
    public SortedMap<String, String> properties() {
        return new TreeMap<>(properties);
    }

    /**
     * This machine.
     *
     * @param label what the pipeline adds, such as the compiler and its flags, or empty
     * @param context what the results say of themselves
     */
    static Machine here(String label, Map<String, String> context) {
        SortedMap<String, String> properties = new TreeMap<>(context);
        properties.put("processor", processor());
        properties.put("processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
        properties.put("architecture", System.getProperty("os.arch", ""));
        properties.put("system", System.getProperty("os.name", ""));
        properties.put("governor", firstLine(Path.of("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")));
        if (!label.isEmpty()) {
            properties.put("label", label);
        }
        return new Machine(properties);
    }

    private static String processor() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith("model name") || line.startsWith("Model"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException | RuntimeException e) {
            return "unknown";
        }
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** A short name that differs for every other machine. */
    public String fingerprint() {
        StringBuilder text = new StringBuilder();
        properties.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return Digest.of(text.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, SHORT);
    }

    /** What differs between this machine and another, for people. */
    String differences(Machine other) {
        List<String> differences = new ArrayList<>();
        SortedMap<String, String> all = new TreeMap<>(properties);
        all.putAll(other.properties);
        for (String name : all.keySet()) {
            String mine = properties.getOrDefault(name, "nothing");
            String theirs = other.properties.getOrDefault(name, "nothing");
            if (!mine.equals(theirs)) {
                differences.add(name + " is '" + mine + "' here and was '" + theirs + "'");
            }
        }
        return String.join(", ", differences);
    }
}
