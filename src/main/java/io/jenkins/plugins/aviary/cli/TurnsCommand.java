package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.approval.LocalPerson;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import io.jenkins.plugins.aviary.release.Turn;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aviary turns}: who delivers to each environment, and who waits. */
@Command(
        name = "turns",
        mixinStandardHelpOptions = true,
        description = "Lists who delivers to each environment, and who waits for it.")
final class TurnsCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions options = new CommonOptions();

    @Override
    public Integer call() {
        LocalRun run = options.localRun();
        List<Turn> turns;
        try (Ledger ledger = Ledger.inHomeForReading(run.home(), run.clock())) {
            turns = new EnvironmentTurns(ledger, run.clock()).all();
        }
        if (turns.isEmpty()) {
            run.log().info("Nothing is being delivered.");
        }
        String at = "";
        for (Turn turn : turns) {
            String state = turn.environment().equals(at) ? "waits" : "holds";
            at = turn.environment();
            run.log().info(at + "  " + state + "  " + turn.id() + "  " + turn.text() + " since " + turn.since());
        }
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description =
                    "Ends a turn whose keeper is gone; who may break the glass may, and the owner of Aviary's folder.")
    int free(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "ENVIRONMENT") String environment,
            @Parameters(paramLabel = "TURN", description = "Its id, or how that begins.") String id,
            @Option(names = "--reason", required = true, description = "Why; everybody will read it.") String reason)
            throws InterruptedException {
        LocalRun run = common.localRun();
        Person person = LocalPerson.of(run.context(event -> {
            throw new IllegalStateException("Finding out who somebody is, is no event");
        }));
        Turn freed = new TurnFreeing(run, person).free(environment, id, reason);
        run.log().info("The turn of " + freed.text() + " at " + environment + " is free.");
        return 0;
    }
}
