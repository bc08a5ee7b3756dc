package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.approval.ApprovalRule;
import io.jenkins.plugins.aviary.approval.FreezeCalendar;
import io.jenkins.plugins.aviary.approval.GatePolicy;
import io.jenkins.plugins.aviary.approval.GateState;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

    @Option(names = "--all", description = "Those that have ended too.")
    private boolean all;

    @Override
    public Integer call() {
        LocalRun run = options.localRun();
        List<GateState> gates = new Votes(run)
                .gates().stream().filter(gate -> all || gate.pending()).toList();
        if (gates.isEmpty()) {
            run.log().info(all ? "Nothing was asked for yet." : "Nothing waits for an approval.");
        }
        for (GateState gate : gates) {
            run.log()
                    .info(gate.request().gate() + "  " + gate.request().version() + " by "
                            + gate.request().requester() + "  " + state(gate));
        }
        return 0;
    }

    private static String state(GateState gate) {
        return gate.settlement()
                .map(end -> end.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " by " + end.by() + " at "
                        + end.at() + ": " + end.reason())
                .orElseGet(() -> "missing: "
                        + gate.missing().stream().map(ApprovalRule.Quorum::text).collect(Collectors.joining(" and "))
                        + "; closes at " + gate.expires());
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
