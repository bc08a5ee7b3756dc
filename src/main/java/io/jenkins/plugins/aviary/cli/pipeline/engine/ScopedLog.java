package io.jenkins.plugins.aviary.cli.pipeline.engine;

import io.jenkins.plugins.aviary.operation.OperationLog;
import java.util.function.Supplier;

/** A log whose lines begin with the time or with the name of a parallel branch. */
final class ScopedLog implements OperationLog {
    private final OperationLog log;
    private final Supplier<String> prefix;

    ScopedLog(OperationLog log, Supplier<String> prefix) {
        this.log = log;
        this.prefix = prefix;
    }

    @Override
    public void info(String line) {
        log.info(prefix.get() + line);
    }

    @Override
    public void warn(String line) {
        log.warn(prefix.get() + line);
    }

    @Override
    public void error(String line) {
        log.error(prefix.get() + line);
    }

    @Override
    public void output(String line) {
        log.output(prefix.get() + line);
    }
}
