package io.jenkins.plugins.aviary.scan.finding;

import io.jenkins.plugins.aviary.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Marks findings so that they are recognised in a later scan. A mark is a hash over the scanner, the rule and the code
 * around the finding with all white space taken out, counted where the same code occurs more than once. So it stays when
 * lines are inserted elsewhere, when the file is renamed, and when code is indented or wrapped anew; what changes it is
 * that the code itself changes. Where the source cannot be read, what the scanner gave to recognise it takes the place
 * of the code. Used by one thread.
 */
public final class Fingerprints {
    /** How many characters of code, without white space, the mark of the place itself takes. */
    private static final int AT = 24;

    private static final int BEFORE = 32;
    private static final int AFTER = 72;
    private static final long LARGEST_SOURCE = 16L << 20;
    private static final int DIGITS = 32;

    private final Path root;
    private final Map<String, Integer> occurrences = new HashMap<>();

    /** Marks findings whose paths are relative to the given folder. */
    public Fingerprints(Path root) {
        this.root = root;
    }

    /** The findings with their marks, in the order of their places. */
    public List<Finding> mark(List<Finding> findings) {
        List<Finding> ordered = new ArrayList<>(findings);
        ordered.sort(Comparator.comparing(Finding::path)
                .thenComparingInt(Finding::line)
                .thenComparingInt(Finding::column)
                .thenComparing(Finding::rule));
        String path = "";
        Code code = Code.NONE;
        for (int i = 0; i < ordered.size(); i++) {
            Finding finding = ordered.get(i);
            if (i == 0 || !finding.path().equals(path)) {
                path = finding.path();
                code = read(path);
            }
            ordered.set(i, finding.with(marks(finding, code)));
        }
        return ordered;
    }

    private Finding.Marks marks(Finding finding, Code code) {
        String rule = finding.tool() + "\n" + finding.rule() + "\n";
        int place = code.place(finding.line(), finding.column());
        if (place < 0) {
            String told = finding.hint().isEmpty() ? finding.message().replaceAll("[0-9]+", "0") : finding.hint();
            String mark = counted("?" + rule + told);
            return new Finding.Marks(mark, mark);
        }
        return new Finding.Marks(
                counted("=" + rule + code.around(place, BEFORE, AFTER)),
                counted("~" + rule + code.around(place, 0, AT)));
    }

    private String counted(String text) {
        String hash = Digest.of(text).hex().substring(0, DIGITS);
        int before = occurrences.merge(hash, 1, Integer::sum) - 1;
        return before == 0 ? hash : Digest.of(hash + before).hex().substring(0, DIGITS);
    }

    private Code read(String path) {
        try {
            Path file = root.resolve(path).normalize();
            if (path.isEmpty() || !Files.isRegularFile(file) || Files.size(file) > LARGEST_SOURCE) {
                return Code.NONE;
            }
            return Code.of(Files.readAllBytes(file));
        } catch (IOException | InvalidPathException e) {
            // A scanner named a file that is not here: its findings are recognised by what it says of them.
            return Code.NONE;
        }
    }

    /** A source without its white space, and where in it each line begins. */
    private record Code(byte[] dense, byte[] full, int[] lineInDense, int[] lineInFull) {
        static final Code NONE = new Code(new byte[0], new byte[0], new int[0], new int[0]);

        static Code of(byte[] full) {
            int lines = 1;
            for (byte one : full) {
                lines += one == '\n' ? 1 : 0;
            }
            int[] lineInDense = new int[lines];
            int[] lineInFull = new int[lines];
            byte[] dense = new byte[full.length];
            int length = 0;
            int line = 0;
            for (int i = 0; i < full.length; i++) {
                if (full[i] == '\n') {
                    line++;
                    lineInDense[line] = length;
                    lineInFull[line] = i + 1;
                } else if (!white(full[i])) {
                    dense[length++] = full[i];
                }
            }
            return new Code(java.util.Arrays.copyOf(dense, length), full, lineInDense, lineInFull);
        }

        private static boolean white(byte one) {
            return one == ' ' || one == '\t' || one == '\r' || one == '\f';
        }

        /** Where in the dense code a place is, or -1 if there is no such place. */
        int place(int line, int column) {
            if (line < 1 || line > lineInDense.length) {
                return -1;
            }
            int place = lineInDense[line - 1];
            int at = lineInFull[line - 1];
            for (int i = 1; i < column && at < full.length && full[at] != '\n'; i++, at++) {
                place += white(full[at]) ? 0 : 1;
            }
            return place;
        }

        String around(int place, int before, int after) {
            int from = Math.max(0, place - before);
            int to = Math.min(dense.length, place + after);
            return new String(dense, from, Math.max(0, to - from), java.nio.charset.StandardCharsets.ISO_8859_1);
        }
    }
}
