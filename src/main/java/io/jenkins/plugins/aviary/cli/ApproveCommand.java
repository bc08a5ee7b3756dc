package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.approval.GateState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aviary approve}: the person at this machine agrees to what a gate asks for. */
@Command(name = "approve", mixinStandardHelpOptions = true, description = "Agrees to what a gate asks for.")
final class ApproveCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "GATE", description = "The gate's id, or its beginning; 'aviary gates' lists them.")
    private String gate;

    @Option(names = "--comment", description = "What others should know.")
    private String comment = "";

    @Override
    public Integer call() throws InterruptedException {
        LocalRun run = options.localRun();
        Votes votes = new Votes(run);
        GateState seen = votes.gate(gate);
        String id = seen.request().gate();
        run.log()
                .info("You approve " + seen.request().version() + " for "
                        + seen.request().subject().environment() + " (artifact "
                        + seen.request().subject().artifact().brief() + ").");
        votes.tell(votes.as((gates, person) -> gates.approve(id, person, seen.subject(), comment)));
        return 0;
    }
}
