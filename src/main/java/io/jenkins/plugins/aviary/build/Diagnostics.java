package io.jenkins.plugins.aviary.build;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects what compilers, linkers and CMake complain of. Not safe for use by several threads at once. */
final class Diagnostics {
    private static final int KEPT = 200;

    /** GCC and Clang: {@code file:line:column: error: message}. */
    private static final Pattern COMPILER =
            Pattern.compile("^([^:\\s][^:]{0,400}):(\\d{1,7})(?::\\d{1,7})?: (fatal error|error|warning): (.*)$");

    /** CMake: {@code CMake Error at CMakeLists.txt:12 (message):}. */
    private static final Pattern CMAKE = Pattern.compile("^CMake (Error|Warning)(?: at ([^:]{1,400}):(\\d{1,7}))?.*$");

    private static final Pattern LINKER =
            Pattern.compile("^(?:.*: )?(undefined reference to .*|cannot find -l.*|multiple definition of .*)$");

    /**
     * One complaint.
     *
     * @param severity {@code error} or {@code warning}
     * @param file the file it is about, or empty
     * @param line the line in that file, or 0
     * @param message what is wrong
     */
    record Diagnostic(String severity, String file, int line, String message) {
        String text() {
            String place = file.isEmpty() ? "" : line > 0 ? file + ":" + line + ": " : file + ": ";
            return place + message;
        }
    }

    private final List<Diagnostic> kept = new ArrayList<>();
    private int errors;
    private int warnings;

    /** Takes note of a line of output. */
    synchronized void line(String line) {
        Matcher compiler = COMPILER.matcher(line);
        if (compiler.matches()) {
            String severity = compiler.group(3).endsWith("error") ? "error" : "warning";
            add(new Diagnostic(severity, compiler.group(1), Integer.parseInt(compiler.group(2)), compiler.group(4)));
            return;
        }
        Matcher cmake = CMAKE.matcher(line);
        if (cmake.matches()) {
            String file = cmake.group(2) == null ? "" : cmake.group(2);
            int number = cmake.group(3) == null ? 0 : Integer.parseInt(cmake.group(3));
            add(new Diagnostic(cmake.group(1).equals("Error") ? "error" : "warning", file, number, line));
            return;
        }
        Matcher linker = LINKER.matcher(line);
        if (linker.matches()) {
            add(new Diagnostic("error", "", 0, linker.group(1)));
        }
    }

    private void add(Diagnostic diagnostic) {
        if (diagnostic.severity().equals("error")) {
            errors++;
        } else {
            warnings++;
        }
        if (kept.size() < KEPT) {
            kept.add(diagnostic);
        }
    }

    synchronized int warnings() {
        return warnings;
    }

    synchronized int errors() {
        return errors;
    }

    /** The first error: what its author has to look at. */
    synchronized Optional<Diagnostic> firstError() {
        return kept.stream()
                .filter(diagnostic -> diagnostic.severity().equals("error"))
                .findFirst();
    }
}
