package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.rollout.Rollouts;
import io.jenkins.plugins.aviary.rollout.stage.RolloutInput.Wish;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aviary rollout}: how the rollouts stand, and what the person at this machine wants of one. */
@Command(name = "rollout", mixinStandardHelpOptions = true, description = "Lists the rollouts; steers one that runs.")
final class RolloutCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions options = new CommonOptions();

    @Option(names = "--all", description = "Those that are over too.")
    private boolean all;

    /** Which rollout is steered, and why. */
    private static final class Wanted {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Parameters(paramLabel = "ROLLOUT", description = "Its id; 'aviary rollout' lists them.")
        private String id;

        @Option(names = "--reason", defaultValue = "", description = "Why, for the history.")
        private String reason;
    }

    @Override
    public Integer call() {
        LocalRun run = options.localRun();
        List<Rollouts.Standing> standings = new Rollouts(run.home(), run.clock())
                .all().stream()
                        .filter(one -> all || !one.state().phase().isFinal())
                        .toList();
        if (standings.isEmpty()) {
            run.log().info(all ? "There was no rollout yet." : "No rollout is under way.");
        }
        standings.forEach(one -> run.log().info(line(one)));
        return 0;
    }

    private static String line(Rollouts.Standing one) {
        String phase = one.state().phase().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (one.state().paused() ? ", paused" : "");
        return one.id() + "  " + one.environment() + "  stage " + one.stage() + "  " + phase
                + (one.state().reason().isEmpty() ? "" : "  " + one.state().reason());
    }

    @Command(mixinStandardHelpOptions = true, description = "Stops a rollout before its next step.")
    int pause(@Mixin Wanted wanted) {
        return wish(wanted, Wish.Kind.PAUSE);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Lets a rollout that is paused go on; one that asks goes on with the next stage.")
    int resume(@Mixin Wanted wanted) {
        return wish(wanted, Wish.Kind.RESUME);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Goes on with the next stage, without waiting for the present one's verdict.")
    int skip(@Mixin Wanted wanted) {
        return wish(wanted, Wish.Kind.SKIP);
    }

    @Command(mixinStandardHelpOptions = true, description = "Ends a rollout and leaves every world as it is.")
    int abort(@Mixin Wanted wanted) {
        return wish(wanted, Wish.Kind.ABORT);
    }

    @Command(mixinStandardHelpOptions = true, description = "Brings back what every world ran before.")
    int rollback(@Mixin Wanted wanted) {
        return wish(wanted, Wish.Kind.ROLLBACK);
    }

    private static int wish(Wanted wanted, Wish.Kind what) {
        LocalRun run = wanted.common.localRun();
        String who = RecordedEvents.who().name();
        Rollouts.Standing standing = new Rollouts(run.home(), run.clock()).wish(wanted.id, what, who, wanted.reason);
        run.log()
                .info("Told the rollout " + wanted.id + " to " + what.name().toLowerCase(Locale.ROOT)
                        + "; it is in stage "
                        + standing.stage()
                        + ". Whoever runs it takes that within a second or two; if nobody does, resume"
                        + " it with canaryRelease resume: '" + wanted.id + "'.");
        return 0;
    }
}
