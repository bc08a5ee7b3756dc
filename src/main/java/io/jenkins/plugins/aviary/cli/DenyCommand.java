package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.approval.GateState;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aviary deny}: the person at this machine says no to what a gate asks for, which closes it. */
@Command(name = "deny", mixinStandardHelpOptions = true, description = "Says no to what a gate asks for.")
final class DenyCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "GATE", description = "The gate's id, or its beginning; 'aviary gates' lists them.")
    private String gate;

    @Option(names = "--reason", required = true, description = "Why; everybody will read it.")
    private String reason;

    @Override
    public Integer call() throws InterruptedException {
        Votes votes = new Votes(options.localRun());
        GateState seen = votes.gate(gate);
        votes.tell(votes.as((gates, person) -> gates.deny(seen.request().gate(), person, seen.subject(), reason)));
        return 0;
    }
}
