package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.cli.pipeline.step.OperationCaller;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Masking;
import io.jenkins.plugins.aviary.operation.OperationType;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.ProcessTrees;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Runs the one operation that a control folder asks for, for the Jenkins plugin: the process that works on an agent.
 * The log goes to standard output; events and the result are laid into the folder. See {@code docs/reference/agent.md}.
 */
@Command(name = "agent", hidden = true, description = "Runs the operation of a control folder, for the Jenkins plugin.")
final class AgentCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FOLDER", description = "The control folder.")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        ControlFolder control = ControlFolder.open(folder);
        AgentRequest request = control.request();
        Masking masking = new Masking();
        Map<String, String> environment = control.environment(System.getenv());
        ReceivedSecrets secrets = control.takeSecrets(masking);
        ConsoleLog log = new ConsoleLog(System.out, false, masking);
        Clock clock = Clock.systemUTC();
        Outcome<?> outcome = Cancellation.interruptible(() -> {
            try (FileEvents events = control.events()) {
                RunContext context = new RunContext(
                        Path.of(request.workspace()),
                        Path.of(request.home()),
                        log,
                        new ConsoleProgress(log, clock),
                        new ProcessTrees(environment),
                        secrets,
                        events,
                        clock,
                        environment);
                Outcome<?> ended = run(request, context);
                control.finish(ended, masking);
                System.out.flush();
                if (ended.code() == ExitCode.CANCELLED) {
                    // A process that is ended by a signal would tell the signal instead of the code.
                    Runtime.getRuntime().halt(ended.code().value());
                }
                return ended;
            }
        });
        return outcome.code().value();
    }

    private static Outcome<?> run(AgentRequest request, RunContext context) {
        OperationType type;
        try {
            type = StepCatalogue.all().get(request.step());
        } catch (InvalidParameter e) {
            return new Outcome<Object>(ExitCode.BAD_PARAMETERS, e.getMessage(), null, Map.of());
        }
        return new OperationRunner(request.debug(), OperationCaller.PLAIN).run(type, request.parameters(), context);
    }
}
