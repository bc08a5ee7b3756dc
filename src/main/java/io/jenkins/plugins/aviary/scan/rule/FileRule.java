package io.jenkins.plugins.aviary.scan.rule;

import java.io.IOException;

/** Rules for one kind of file. Used by one thread. */
interface FileRule {
    /** Whether it has something to look for in this file. */
    boolean wants(SourceFile file);

    /** Looks for it. */
    void check(SourceFile file, Hits hits) throws IOException;
}
