package io.jenkins.plugins.aviary.rollout.judge;

import io.jenkins.plugins.aviary.operation.ExitCode;

/** What a judgement comes to, from the best to the worst. */
public enum Verdict {
    /** Nothing relevant got worse, and it would have been seen. */
    PASS(ExitCode.DONE),
    /** Not enough is known to say either; a person must decide, or more must be measured. */
    INCONCLUSIVE(ExitCode.INCONCLUSIVE),
    /** Something got worse. */
    FAIL(ExitCode.FAILED);

    private final ExitCode exitCode;

    Verdict(ExitCode exitCode) {
        this.exitCode = exitCode;
    }

    /** The code that {@code aviary judge} exits with. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** The worse of this verdict and another. */
    public Verdict or(Verdict other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
