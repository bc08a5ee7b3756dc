package io.jenkins.plugins.aviary.testing;

import io.jenkins.plugins.aviary.operation.Progress;

/** Progress that nobody looks at. */
public enum Unwatched implements Progress, Progress.Task {
    /** The one there is. */
    PROGRESS;

    @Override
    public Task begin(String what, long total, String unit) {
        return this;
    }

    @Override
    public void at(long done) {
        // Nobody looks.
    }

    @Override
    public void outOf(long all) {
        // Nobody looks.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
