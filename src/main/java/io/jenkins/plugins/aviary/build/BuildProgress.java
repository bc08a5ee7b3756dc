package io.jenkins.plugins.aviary.build;

import io.jenkins.plugins.aviary.operation.Progress;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads how far a build has come off its output: Ninja's {@code [12/340]}, Make's {@code [ 12%]}, and vcpkg's
 * {@code Installing 3/19}.
 */
final class BuildProgress {
    private static final Pattern NINJA = Pattern.compile("^\\[(\\d{1,7})/(\\d{1,7})[^]]{0,40}]");
    private static final Pattern MAKE = Pattern.compile("^\\[ {0,2}(\\d{1,3})%]");
    private static final Pattern VCPKG =
            Pattern.compile("^(?:Installing|Building|Restored)\\s+(\\d{1,5})/(\\d{1,5})\\b");

    private final Progress.Task task;

    BuildProgress(Progress.Task task) {
        this.task = task;
    }

    /** Takes note of a line; says whether the line was nothing but progress. */
    boolean line(String line) {
        Matcher pair = firstOf(line, NINJA, VCPKG);
        if (pair != null) {
            task.outOf(Long.parseLong(pair.group(2)));
            task.at(Long.parseLong(pair.group(1)));
            return true;
        }
        OptionalLong percent = percent(line);
        if (percent.isPresent()) {
            task.outOf(100);
            task.at(percent.getAsLong());
            return true;
        }
        return false;
    }

    private static OptionalLong percent(String line) {
        Matcher make = MAKE.matcher(line);
        return make.find() ? OptionalLong.of(Long.parseLong(make.group(1))) : OptionalLong.empty();
    }

    private static Matcher firstOf(String line, Pattern... forms) {
        for (Pattern form : forms) {
            Matcher matcher = form.matcher(line);
            if (matcher.find()) {
                return matcher;
            }
        }
        return null;
    }
}
