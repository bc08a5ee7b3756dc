package io.jenkins.plugins.aviary.cli.pipeline.step;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Branch;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineInterrupted;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.OperationLog;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Interrupts a branch once its time is over; a line of log may begin the time anew. */
final class TimeLimit {
    private static final ScheduledExecutorService TIMER = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "pipeline time limits");
        thread.setDaemon(true);
        return thread;
    });

    private final Branch branch;
    private final Duration limit;
    private Future<?> alarm;
    private boolean over;

    TimeLimit(Branch branch, Duration limit) {
        this.branch = branch;
        this.limit = limit;
        this.alarm = new java.util.concurrent.CompletableFuture<>();
    }

    synchronized void start() {
        if (!over) {
            alarm.cancel(false);
            alarm = TIMER.schedule(this::expire, limit.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    synchronized void stop() {
        over = true;
        alarm.cancel(false);
        branch.forget(this);
    }

    private synchronized void expire() {
        if (!over) {
            branch.interrupt(new PipelineInterrupted(
                    PipelineInterrupted.Kind.TIMEOUT,
                    this,
                    "Timeout of " + Durations.text(limit) + " has been exceeded"));
        }
    }

    /** A log each of whose lines begins the time anew. */
    OperationLog watching(OperationLog log) {
        return new OperationLog() {
            @Override
            public void info(String line) {
                start();
                log.info(line);
            }

            @Override
            public void warn(String line) {
                start();
                log.warn(line);
            }

            @Override
            public void error(String line) {
                start();
                log.error(line);
            }

            @Override
            public void output(String line) {
                start();
                log.output(line);
            }
        };
    }
}
