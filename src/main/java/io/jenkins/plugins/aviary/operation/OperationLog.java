package io.jenkins.plugins.aviary.operation;

/**
 * The log that people read while an operation runs. Lines are masked before they leave, and control characters from
 * foreign programs are made harmless. Safe for use by several threads; a line is never torn.
 */
public interface OperationLog {
    /** Tells what is going on. */
    void info(String line);

    /** Tells of something that somebody should look at though the operation goes on. */
    void warn(String line);

    /** Tells of something that went wrong. */
    void error(String line);

    /** Passes on a line that another program wrote. */
    void output(String line);
}
