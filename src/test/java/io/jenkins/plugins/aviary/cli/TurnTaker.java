package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.model.WhenBusy;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A process that takes a turn at an environment, says so, and keeps it until its input ends. */
final class TurnTaker {
    private TurnTaker() {}

    /** Arguments: the home, a name, queue or supersede. */
    public static void main(String[] args) throws InterruptedException, IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        LocalRun run = LocalRun.in(Path.of(args[0]), Map.of("AVIARY_HOME", args[0]), System.err, false);
        try (RecordedEvents events = RecordedEvents.open(run, args[1])) {
            out.println("asks");
            try (LocalTurn turn = LocalTurn.take(
                    run, events, run.log(), "production", WhenBusy.valueOf(args[2]), "deployRelease", "")) {
                out.println("holds " + turn.fence());
                while (System.in.read() >= 0) {
                    continue;
                }
            } catch (OperationFailure e) {
                out.println("refused " + e.getMessage());
            }
        }
    }
}
