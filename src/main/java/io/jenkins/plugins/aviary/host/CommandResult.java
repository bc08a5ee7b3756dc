package io.jenkins.plugins.aviary.host;

/**
 * What a command on a host gave.
 *
 * @param exitCode its exit code
 * @param output its standard output, cut at the command's bound
 * @param errors its standard error, cut at the command's bound
 */
public record CommandResult(int exitCode, String output, String errors) {
    /** Whether it exited with 0. */
    public boolean succeeded() {
        return exitCode == 0;
    }

    /** The first line of what it complained of, or of its output, for a message. */
    public String complaint() {
        String text = errors.isBlank() ? output : errors;
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse("exit code " + exitCode);
    }
}
