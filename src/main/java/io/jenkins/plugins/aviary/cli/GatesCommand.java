package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.approval.Delegation;
import io.jenkins.plugins.aviary.approval.FreezeCalendar;
import io.jenkins.plugins.aviary.approval.GateDescription;
import io.jenkins.plugins.aviary.approval.GatePolicy;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.approval.VoteLinks;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aviary gates}: what waits for an approval, and what can be done there besides voting. */
@Command(name = "gates", mixinStandardHelpOptions = true, description = "Lists the approvals that are waited for.")
final class GatesCommand implements Callable<Integer> {
    private static final int PREVIEW = 10;

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Parameters(
            paramLabel = "GATE",
            arity = "0..1",
            description = "One gate's id, or its beginning; all that wait if not given.")
    private String only;

    @Option(names = "--all", description = "Those that have ended too.")
    private boolean all;

    @Override
    public Integer call() {
        LocalRun run = options.localRun();
        Votes votes = new Votes(run);
        List<GateState> gates = only != null
                ? List.of(votes.gate(only))
                : votes.gates().stream().filter(gate -> all || gate.pending()).toList();
        if (gates.isEmpty()) {
            run.log().info(all ? "Nothing was asked for yet." : "Nothing waits for an approval.");
        }
        for (GateState gate : gates) {
            run.log()
                    .info(gate.request().gate() + "  " + gate.request().version() + " by "
                            + gate.request().requester() + "  " + state(gate));
            if (gate.pending() || only != null) {
                run.log().info("  " + GateDescription.headline(gate));
                GateDescription.lines(gate).forEach(line -> run.log().info("  " + line));
            }
        }
        return 0;
    }

    private static String state(GateState gate) {
        return gate.settlement()
                .map(end -> end.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " by " + end.by() + " at "
                        + end.at() + ": " + end.reason())
                .orElseGet(() -> "missing: " + GateDescription.missing(gate) + "; closes at " + gate.expires());
    }

    @Command(mixinStandardHelpOptions = true, description = "Takes your own approval back.")
    int withdraw(@Mixin CommonOptions common, @Parameters(paramLabel = "GATE") String id) throws InterruptedException {
        Votes votes = new Votes(common.localRun());
        String gate = votes.gate(id).request().gate();
        votes.tell(votes.as((gates, person) -> gates.withdraw(gate, person)));
        return 0;
    }

    @Command(
            name = "break-glass",
            mixinStandardHelpOptions = true,
            description = "Opens a gate alone, in an emergency; the policy says who may.")
    int breakGlass(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "GATE") String id,
            @Option(names = "--reason", required = true, description = "Why; everybody will read it.") String reason)
            throws InterruptedException {
        Votes votes = new Votes(common.localRun());
        GateState seen = votes.gate(id);
        votes.tell(
                votes.as((gates, person) -> gates.breakGlass(seen.request().gate(), person, seen.subject(), reason)));
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Lets somebody else vote for you for some time.")
    int delegate(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "PERSON", description = "Who votes for you.") String to,
            @Option(
                            names = "--for",
                            paramLabel = "TIME",
                            required = true,
                            description = "For how long, such as 8h or 7d.")
                    String time,
            @Option(
                            names = "--from",
                            paramLabel = "INSTANT",
                            description = "From when, such as 2026-12-24T18:00:00Z; from now on if not given.")
                    Instant from,
            @Option(
                            names = "--in",
                            paramLabel = "ENVIRONMENT",
                            split = ",",
                            description = "In which environments; everywhere if not given.")
                    Set<String> environments)
            throws InterruptedException {
        LocalRun run = common.localRun();
        Votes votes = new Votes(run);
        Instant start = from == null ? run.clock().instant() : from;
        Delegation made;
        try {
            Duration length = Durations.parse(time);
            made = votes.as((gates, person) -> {
                Delegation one = new Delegation(
                        person.id(),
                        to,
                        start,
                        start.plus(length),
                        person.aliases(),
                        environments == null ? Set.of() : environments);
                gates.delegate(person, one);
                return one;
            });
        } catch (IllegalArgumentException e) {
            throw new InvalidParameter(e.getMessage(), e);
        }
        run.log()
                .info(made.to() + " may vote for " + made.from() + " " + made.where() + " from " + made.start()
                        + " until " + made.end());
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Ends what you let somebody do.")
    int undelegate(@Mixin CommonOptions common, @Parameters(paramLabel = "PERSON") String to)
            throws InterruptedException {
        LocalRun run = common.localRun();
        new Votes(run).as((gates, person) -> {
            gates.undelegate(person, to);
            return person;
        });
        run.log().info(to + " may not vote for you any more");
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Lists who may vote for whom, and until when.")
    int delegations(@Mixin CommonOptions common) {
        LocalRun run = common.localRun();
        List<Delegation> all = new Votes(run).delegations();
        all.forEach(one -> run.log()
                .info(one.to() + " may vote for " + one.from() + " " + one.where() + " from " + one.start() + " until "
                        + one.end()));
        if (all.isEmpty()) {
            run.log().info("Nobody has let anybody vote for them.");
        }
        return 0;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Makes a link's token for a notice: it lets one person vote once, on what the gate asks now.")
    int link(
            @Mixin CommonOptions common,
            @Parameters(paramLabel = "GATE") String id,
            @Option(names = "--for", paramLabel = "PERSON", required = true, description = "Whose vote it is for.")
                    String person) {
        LocalRun run = common.localRun();
        System.out.println(VoteLinks.inHome(run.home(), run.clock()).token(new Votes(run).gate(id), person));
        return 0;
    }

    @Command(mixinStandardHelpOptions = true, description = "Shows the next ten freeze windows of an environment.")
    int freeze(@Mixin CommonOptions common, @Parameters(paramLabel = "ENVIRONMENT") String environment) {
        LocalRun run = common.localRun();
        AviaryConfig config = AviaryConfig.read(run.workspace().resolve(AviaryConfig.FILE_NAME), run.environment());
        FreezeCalendar calendar = GatePolicy.freezes(
                environment, config.environment(environment).policy().freezes());
        var windows = calendar.next(run.clock().instant(), PREVIEW);
        windows.forEach(window -> run.log()
                .info(window.start() + " to " + window.end() + "  " + window.name()
                        + (window.contains(run.clock().instant()) ? "  (now)" : "")));
        if (windows.isEmpty()) {
            run.log().info(environment + " has no freeze windows.");
        }
        return 0;
    }
}
