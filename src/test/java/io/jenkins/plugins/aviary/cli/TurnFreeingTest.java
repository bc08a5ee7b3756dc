package io.jenkins.plugins.aviary.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.EventQuery;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.model.WhenBusy;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.release.EnvironmentTurns;
import io.jenkins.plugins.aviary.release.Standing;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnFreeingTest {
    private static final String GONE = "1f2e3d4c-0000-4000-8000-000000000001";
    private static final String NEXT = "aaaaaaaa-0000-4000-8000-000000000002";
    private static final Person ON_CALL = new Person("on-call", "test", Set.of(), Set.of(), Set.of());
    private static final Person MALLORY = new Person("mallory", "test", Set.of(), Set.of(), Set.of());

    @TempDir
    Path folder;

    private LocalRun run;

    @BeforeEach
    void aWorkspaceIsThere() throws IOException {
        run = LocalRun.in(folder, Map.of(), new PrintStream(System.out, true, StandardCharsets.UTF_8), false);
        Files.writeString(folder.resolve("aviary.yml"), """
                version: 1
                server: {dataPack: data}
                hosts:
                  here: {local: true}
                environments:
                  production:
                    policy:
                      approval: {rule: "1 of group:ops", breakGlass: ["user:on-call"]}
                    worlds:
                      one: {host: here, path: /srv/one}
                """);
    }

    private void request(String id, String keeper) {
        try (Ledger ledger = LocalLedger.open(run.home(), run.clock())) {
            new EnvironmentTurns(ledger, run.clock())
                    .request(
                            new EnvironmentTurns.Request(
                                    id,
                                    "production",
                                    keeper,
                                    "run of " + id,
                                    "deployRelease",
                                    "",
                                    new Actor("ben", "test")),
                            WhenBusy.QUEUE);
        }
    }

    private Standing.State state(String id) {
        try (Ledger ledger = Ledger.inHomeForReading(run.home(), run.clock())) {
            return new EnvironmentTurns(ledger, run.clock()).standing(id).state();
        }
    }

    @Test
    void whoMayBreakTheGlassFreesATurnWhoseKeeperIsGoneAndTheNextOneBegins() {
        request(GONE, "aviary/a-controller-that-burnt");
        request(NEXT, "processes");

        new TurnFreeing(run, ON_CALL).free("production", "1f2e", "the controller burnt");

        assertThat(state(GONE)).isEqualTo(Standing.State.ENDED);
        assertThat(state(NEXT)).isEqualTo(Standing.State.HOLDS);
        try (Ledger ledger = Ledger.inHomeForReading(run.home(), run.clock())) {
            assertThat(ledger.query(EventQuery.ALL.ofType("environment.freed")).events())
                    .singleElement()
                    .satisfies(recorded -> {
                        assertThat(recorded.event().actor().name()).isEqualTo("on-call");
                        assertThat(recorded.event().payload().path("reason").asText())
                                .isEqualTo("the controller burnt");
                    });
        }
    }

    @Test
    void theTurnOfAProcessThatLivesOnThisMachineStays() throws Exception {
        try (RecordedEvents events = RecordedEvents.open(run, "a delivery");
                LocalTurn turn =
                        LocalTurn.take(run, events, run.log(), "production", WhenBusy.QUEUE, "deployRelease", "")) {
            String fence = turn.fence();
            String id;
            try (Ledger ledger = Ledger.inHomeForReading(run.home(), run.clock())) {
                id = new EnvironmentTurns(ledger, run.clock()).all().get(0).id();
            }
            assertThatThrownBy(() -> new TurnFreeing(run, ON_CALL).free("production", id, "I am in a hurry"))
                    .isInstanceOf(OperationFailure.class)
                    .hasMessageContaining("lives on this machine");
            assertThat(turn.fence()).isEqualTo(fence);
        }
    }

    @Test
    void nobodyElseMayFreeATurn() {
        request(GONE, "aviary/a-controller-that-burnt");
        assertThatThrownBy(() -> new TurnFreeing(run, MALLORY).free("production", GONE, "please"))
                .hasMessageContaining("mallory may not free turns at production; user:on-call");
        assertThat(state(GONE)).isEqualTo(Standing.State.HOLDS);
    }

    @Test
    void theOwnerOfTheFolderMay() throws IOException {
        request(GONE, "processes");
        Person owner = new Person(Files.getOwner(run.home()).getName(), "test", Set.of(), Set.of(), Set.of());
        new TurnFreeing(run, owner).free("production", GONE, "its machine was given back");
        assertThat(state(GONE)).isEqualTo(Standing.State.ENDED);
    }

    @Test
    void aTurnThatIsNotThereIsNamed() {
        request(GONE, "processes");
        assertThatThrownBy(() -> new TurnFreeing(run, ON_CALL).free("production", "ffff", "please"))
                .hasMessageContaining("There is no turn 'ffff' at production");
    }
}
