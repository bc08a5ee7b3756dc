package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.ParameterSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One step of the catalogue as a sub-command: {@code aviary canary-build preset=linux-release}. */
@Command
final class StepCommand implements Callable<Integer> {
    private final OperationType type;

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "KEY=VALUE", description = "Parameters; repeat a key for a list, nested values as JSON.")
    private List<String> given = new ArrayList<>();

    StepCommand(OperationType type) {
        this.type = type;
    }

    @Override
    public Integer call() {
        LocalRun run = options.localRun();
        Map<String, Object> parameters = values();
        Outcome<?> outcome = Cancellation.interruptible(() -> {
            try (RecordedEvents events = RecordedEvents.open(run, type.commandName());
                    LocalOperations operations = new LocalOperations(run, events)) {
                return new OperationRunner(options.debug(), operations).run(type, parameters, run.context(events));
            }
        });
        report(run, outcome);
        return outcome.code().value();
    }

    /** Says in the log how an operation ended. */
    static void tell(ConsoleLog log, Outcome<?> outcome) {
        if (outcome.code() == ExitCode.DONE) {
            log.info(outcome.summary());
        } else if (outcome.code() == ExitCode.UNSTABLE || outcome.code() == ExitCode.INCONCLUSIVE) {
            outcome.summary().lines().forEach(log::warn);
        } else {
            outcome.summary().lines().forEach(log::error);
        }
    }

    private void report(LocalRun run, Outcome<?> outcome) {
        tell(run.log(), outcome);
        if (options.json()) {
            try {
                System.out.println(run.masking()
                        .mask(JsonFiles.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(outcome.result())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String pair : given) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new InvalidParameter("'" + pair + "' is not a parameter; write KEY=VALUE. " + type.name()
                        + " knows "
                        + String.join(
                                ", ",
                                type.parameters().stream()
                                        .map(ParameterSpec::name)
                                        .toList())
                        + ".");
            }
            add(values, pair.substring(0, equals), pair.substring(equals + 1));
        }
        return values;
    }

    private void add(Map<String, Object> values, String name, String value) {
        boolean repeats =
                type.parameters().stream().anyMatch(spec -> spec.name().equals(name) && spec.repeats());
        if (!repeats) {
            if (values.put(name, value) != null) {
                throw new InvalidParameter("'" + name + "' is given twice; it takes one value.");
            }
            return;
        }
        if (value.stripLeading().startsWith("[")) {
            values.put(name, value);
            return;
        }
        if (values.computeIfAbsent(name, key -> new ArrayList<String>()) instanceof List<?> list) {
            List<Object> longer = new ArrayList<>(list);
            longer.add(value);
            values.put(name, longer);
        }
    }
}
