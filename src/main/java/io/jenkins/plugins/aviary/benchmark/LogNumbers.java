package io.jenkins.plugins.aviary.benchmark;

import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Numbers in a log, each found by a pattern whose first group it is: {@code Server saved in ([0-9.]+) milliseconds}.
 * What players write ends up in logs, so only the first part of a line is looked at.
 */
final class LogNumbers {
    private static final int LINE = 500;

    private final Map<String, Pattern> patterns = new LinkedHashMap<>();

    /**
     * Patterns by the name of what they find.
     *
     * @throws InvalidParameter if one is no pattern or has no group
     */
    LogNumbers(Map<String, String> patterns) {
        patterns.forEach((name, text) -> {
            try {
                Pattern pattern = Pattern.compile(text);
                if (pattern.matcher("").groupCount() < 1) {
                    throw new InvalidParameter("numbers: the pattern '" + text + "' of '" + name
                            + "' needs a group for the number, such as ([0-9.]+).");
                }
                this.patterns.put(name, pattern);
            } catch (PatternSyntaxException e) {
                throw new InvalidParameter(
                        "numbers: '" + text + "' of '" + name + "' is not a pattern: " + e.getDescription(), e);
            }
        });
    }

    void read(Path file, BenchmarkResults into) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            for (int c = lines.read(); c >= 0; c = lines.read()) {
                if (c == '\n') {
                    read(line.toString(), into);
                    line.setLength(0);
                } else if (line.length() < LINE) {
                    line.append((char) c);
                }
            }
            read(line.toString(), into);
        }
    }

    private void read(String line, BenchmarkResults into) {
        patterns.forEach((name, pattern) -> {
            Matcher found = pattern.matcher(line);
            if (found.find() && found.group(1) != null) {
                try {
                    double value = Double.parseDouble(found.group(1));
                    if (Double.isFinite(value) && value >= 0) {
                        into.add(name, "", value);
                    }
                } catch (NumberFormatException e) {
                    into.remark("'" + found.group(1) + "', found for '" + name + "', is not a number.");
                }
            }
        });
    }
}
