package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
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

    @Parameters(
            paramLabel = "GATE",
            arity = "0..1",
            description = "The gate's id, or its beginning; 'aviary gates' lists them.")
    private String gate;

    @Option(names = "--reason", required = true, description = "Why; everybody will read it.")
    private String reason;

    @Option(
            names = "--link",
            paramLabel = "TOKEN",
            description = "The token of a link from a notice, in place of GATE.")
    private String link = "";

    @Override
    public Integer call() throws InterruptedException {
        Votes votes = new Votes(options.localRun());
        if (!link.isEmpty()) {
            votes.tell(votes.byLink(link, false, reason));
            return 0;
        }
        if (gate == null) {
            throw new InvalidParameter("Name the gate, or give the token of a link with --link.");
        }
        GateState seen = votes.gate(gate);
        votes.tell(votes.as((gates, person) -> gates.deny(seen.request().gate(), person, seen.subject(), reason)));
        return 0;
    }
}
