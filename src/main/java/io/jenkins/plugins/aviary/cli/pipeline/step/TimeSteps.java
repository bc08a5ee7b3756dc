package io.jenkins.plugins.aviary.cli.pipeline.step;

import io.jenkins.plugins.aviary.cli.pipeline.engine.Attempt;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Body;
import io.jenkins.plugins.aviary.cli.pipeline.engine.FailureReport;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineInterrupted;
import io.jenkins.plugins.aviary.cli.pipeline.engine.PipelineStep;
import io.jenkins.plugins.aviary.cli.pipeline.engine.Scope;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepCall;
import io.jenkins.plugins.aviary.cli.pipeline.engine.StepSignature;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** {@code timeout}, {@code retry}, {@code sleep}, {@code waitUntil}, {@code timestamps}. */
final class TimeSteps {
    private static final long FIRST_WAIT = 250;
    private static final long LONGEST_WAIT = 15_000;

    private TimeSteps() {}

    static List<PipelineStep> all() {
        StepSignature.Block block = StepSignature.Block.REQUIRED;
        return List.of(
                PipelineStep.of(
                        StepSignature.of("timeout")
                                .sole("time")
                                .takes("unit", "activity")
                                .around(block),
                        TimeSteps::timeout),
                PipelineStep.of(
                        StepSignature.of("retry")
                                .sole("count")
                                .takes("conditions")
                                .around(block),
                        TimeSteps::retry),
                PipelineStep.of(StepSignature.of("sleep").sole("time").takes("unit"), TimeSteps::sleep),
                PipelineStep.of(
                        StepSignature.of("waitUntil")
                                .takes("initialRecurrencePeriod", "quiet")
                                .around(block),
                        TimeSteps::waitUntil),
                PipelineStep.of(
                        StepSignature.of("timestamps").around(block),
                        call -> call.bodyIn(call.scope().stamped()).call()),
                PipelineStep.of(
                        StepSignature.of("ansiColor")
                                .soleOptional("colorMapName")
                                .around(block),
                        call -> call.bodyIn(call.scope()).call()));
    }

    private static Object timeout(StepCall call) throws InterruptedException {
        Duration limit = duration(call, "MINUTES");
        if (limit.isZero() || limit.isNegative()) {
            throw new InvalidParameter("'timeout' needs a time above zero, not " + call.text("time"));
        }
        Scope scope = call.scope();
        TimeLimit timer = new TimeLimit(scope.branch(), limit);
        Scope inner = call.flag("activity", false) ? scope.logging(timer.watching(scope.log())) : scope;
        Body body = call.bodyIn(inner);
        Object[] value = new Object[1];
        Optional<Throwable> failure;
        timer.start();
        try {
            failure = Attempt.of(() -> value[0] = body.call());
        } finally {
            timer.stop();
        }
        if (failure.isPresent()) {
            boolean own = failure.get() instanceof PipelineInterrupted interrupted && interrupted.isFrom(timer);
            Attempt.rethrow(own ? ((PipelineInterrupted) failure.get()).settled() : failure.get());
        }
        return value[0];
    }

    private static Object retry(StepCall call) throws InterruptedException {
        long count = call.number("count", 1);
        if (count < 1) {
            throw new InvalidParameter("'retry' needs a count of 1 or more, not " + count);
        }
        Scope scope = call.scope();
        Object[] value = new Object[1];
        for (long left = count; ; left--) {
            Optional<Throwable> failure =
                    Attempt.of(() -> value[0] = call.bodyIn(scope).call());
            if (failure.isEmpty()) {
                return value[0];
            }
            boolean ends = failure.get() instanceof PipelineInterrupted interrupted && !interrupted.isSettled();
            if (left == 1 || ends) {
                Attempt.rethrow(failure.get());
            }
            if (scope.run().firstReportOf(failure.get())) {
                scope.log()
                        .error(FailureReport.of(
                                failure.get(), scope.run().settings().file()));
            }
            scope.log().info("Retrying (" + (left - 1) + " left)");
        }
    }

    private static Object sleep(StepCall call) throws InterruptedException {
        Duration duration = duration(call, "SECONDS");
        call.scope().log().info("Sleeping for " + Durations.text(duration));
        Thread.sleep(duration.toMillis());
        return null;
    }

    private static Object waitUntil(StepCall call) throws InterruptedException {
        long wait = Math.max(FIRST_WAIT, Math.min(call.number("initialRecurrencePeriod", FIRST_WAIT), LONGEST_WAIT));
        while (true) {
            Object value = call.bodyIn(call.scope()).call();
            if (!(value instanceof Boolean done)) {
                throw new InvalidParameter("the block of 'waitUntil' must give true or false, not " + value);
            }
            if (done) {
                return null;
            }
            if (!call.flag("quiet", false)) {
                call.scope().log().info("Will try again after " + Durations.text(Duration.ofMillis(wait)));
            }
            Thread.sleep(wait);
            wait = Math.min(wait * 6 / 5, LONGEST_WAIT);
            call.scope().branch().check();
        }
    }

    private static Duration duration(StepCall call, String unit) {
        String name = call.text("unit", unit).toUpperCase(Locale.ROOT);
        List<String> units = Arrays.stream(TimeUnit.values()).map(Enum::name).toList();
        if (!units.contains(name)) {
            throw new InvalidParameter("'" + name + "' is not a unit of time; use one of " + String.join(", ", units));
        }
        return Duration.of(call.number("time", 0), TimeUnit.valueOf(name).toChronoUnit());
    }
}
