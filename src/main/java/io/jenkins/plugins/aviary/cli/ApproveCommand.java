package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.approval.GateDescription;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.util.Optional;
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

    @Parameters(
            paramLabel = "GATE",
            arity = "0..1",
            description = "The gate's id, or its beginning; 'aviary gates' lists them.")
    private String gate;

    @Option(names = "--comment", description = "What others should know.")
    private String comment = "";

    @Option(
            names = "--for",
            paramLabel = "PERSON",
            description = "Vote for somebody who has let you: 'aviary gates delegations' tells who has.")
    private String absent = "";

    @Option(
            names = "--link",
            paramLabel = "TOKEN",
            description = "The token of a link from a notice, in place of GATE.")
    private String link = "";

    @Override
    public Integer call() throws InterruptedException {
        LocalRun run = options.localRun();
        Votes votes = new Votes(run);
        if (!link.isEmpty()) {
            votes.tell(votes.byLink(link, true, comment));
            return 0;
        }
        if (gate == null) {
            throw new InvalidParameter("Name the gate, or give the token of a link with --link.");
        }
        GateState seen = votes.gate(gate);
        String id = seen.request().gate();
        run.log().info("You approve: " + GateDescription.headline(seen) + ".");
        GateDescription.lines(seen).forEach(line -> run.log().info("  " + line));
        Optional<Person> other = absent.isEmpty() ? Optional.empty() : Optional.of(votes.person(absent));
        votes.tell(votes.as(
                (gates, person) -> gates.approveFor(id, person, other.orElse(person), seen.subject(), comment)));
        return 0;
    }
}
