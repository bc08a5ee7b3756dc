package io.jenkins.plugins.aviary.cli.pipeline;

import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Operations that end in every way that an operation can. */
final class SampleOperations {
    private SampleOperations() {}

    record World(String name, int players, Duration uptime) {}

    record Deployed(String artifact, List<World> worlds) {}

    @Step(name = "deployRelease", summary = "Pretends to deploy")
    record DeployRelease(
            @Parameter(value = "What to deploy", required = true)
            String artifact,

            @Parameter(value = "How it ends", defaultsTo = "done")
            String ending,

            @Parameter("How long to wait") Duration patience,
            @Parameter("What a person decided") String decision)
            implements Operation<Deployed> {
        @Override
        public Outcome<Deployed> run(RunContext context) throws InterruptedException {
            context.log()
                    .output("deploying " + artifact + " to "
                            + context.environment().get("TARGET"));
            Deployed result = new Deployed(artifact, List.of(new World("Antica", 3, Duration.ofMinutes(90))));
            return switch (ending) {
                case "unstable" -> Outcome.unstable("p99 is 4 ms over the limit", result);
                case "rolledBack" -> Outcome.rolledBack("Antica did not become ready", result);
                case "failed" -> Outcome.failed("the host is full", result);
                case "inconclusive" ->
                    "promote".equals(decision)
                            ? Outcome.done("promoted " + artifact, result)
                            : Outcome.inconclusive("Too few players to judge", result, Map.of("decision", "promote"));
                default -> Outcome.done("deployed " + artifact, result);
            };
        }
    }
}
