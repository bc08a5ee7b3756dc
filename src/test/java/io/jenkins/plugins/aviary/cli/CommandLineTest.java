package io.jenkins.plugins.aviary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.jenkins.plugins.aviary.approval.ApprovalGates;
import io.jenkins.plugins.aviary.approval.ApprovalPolicy;
import io.jenkins.plugins.aviary.approval.ApprovalRequest;
import io.jenkins.plugins.aviary.approval.ApprovalRule;
import io.jenkins.plugins.aviary.approval.ApprovalSubject;
import io.jenkins.plugins.aviary.approval.LocalPerson;
import io.jenkins.plugins.aviary.approval.Person;
import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.model.Digest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs the command line as a person would, in a folder of its own. */
class CommandLineTest {
    @TempDir
    Path folder;

    private String output = "";
    private String errors = "";

    @Test
    void runsAJenkinsfileWithParametersAndRemembersIt() throws Exception {
        write("Hello.Jenkinsfile", """
                pipeline { agent any
                  parameters { string(name: 'WHO', defaultValue: 'nobody') }
                  stages { stage('Hello') { steps { echo "hello ${params.WHO}" } } } }
                """);

        assertThat(aviary("run", "Hello.Jenkinsfile", "WHO=anna")).isZero();
        assertThat(output).contains("hello anna").contains("SUCCESS");

        assertThat(aviary("ledger", "verify")).isZero();
        assertThat(output).contains("intact: 3 events");
    }

    @Test
    void tellsTheResultAsJsonAlone() throws Exception {
        write("Gate.Jenkinsfile", "pipeline { agent any; stages { stage('Gate') { steps { unstable 'slow' } } } }");

        assertThat(aviary("run", "--json", "Gate.Jenkinsfile")).isEqualTo(3);

        JsonNode report = new ObjectMapper().readTree(output);
        assertThat(report.path("result").asText()).isEqualTo("UNSTABLE");
        assertThat(report.path("stages").path(0).path("name").asText()).isEqualTo("Gate");
    }

    @Test
    void refusesAWrongFileBeforeAnythingRuns() throws Exception {
        write("Wrong.Jenkinsfile", "pipeline { agent any; stages { stage('A') { steps { ecco 'x' } } } }");

        assertThat(aviary("run", "Wrong.Jenkinsfile")).isEqualTo(2);
        assertThat(errors).contains("ERROR: Wrong.Jenkinsfile:1: ").contains("did you mean 'echo'?");
        assertThat(folder.resolve(".aviary/ledger")).doesNotExist();
    }

    @Test
    void refusesAParameterWithoutAValueOrGivenTwice() throws Exception {
        write("Hello.Jenkinsfile", "echo 'hello'");

        assertThat(aviary("run", "Hello.Jenkinsfile", "WHO")).isEqualTo(2);
        assertThat(errors).contains("'WHO' is not a parameter; write KEY=VALUE");
        assertThat(aviary("run", "Hello.Jenkinsfile", "WHO=a", "WHO=b")).isEqualTo(2);
        assertThat(errors).contains("'WHO' is given twice");
    }

    @Test
    void answersEveryQuestionWithYesWhenToldTo() throws Exception {
        write("Ask.Jenkinsfile", "input 'Deliver?'\necho 'delivering'");

        assertThat(aviary("run", "Ask.Jenkinsfile")).isEqualTo(1);
        assertThat(output).contains("--yes");
        assertThat(aviary("run", "--yes", "Ask.Jenkinsfile")).isZero();
        assertThat(output).contains("delivering");
    }

    @Test
    void saysThatThereIsNoLedgerWithoutMakingOne() {
        for (List<String> command :
                List.of(List.of("ledger", "verify"), List.of("ledger", "history"), List.of("ledger", "prove", "0"))) {
            assertThat(aviary(command.toArray(String[]::new))).isEqualTo(2);
            assertThat(errors).contains("There is no ledger in ");
        }
        assertThat(folder.resolve(".aviary")).doesNotExist();
    }

    @Test
    void listsTheDeploymentsThatAreWanted() throws Exception {
        record("started", "d1", "antica", "2.0.0", "");
        record("finished", "d1", "antica", "", "success");
        record("started", "d2", "belobra", "2.1.0", "");
        record("finished", "d2", "belobra", "", "failed");

        assertThat(aviary("ledger", "history")).isZero();
        assertThat(output.lines().toList()).hasSize(3);
        assertThat(output.lines().toList().get(1)).contains("belobra", "2.1.0", "failed");
        aviary("ledger", "history", "--world", "antica");
        assertThat(output).contains("2.0.0").doesNotContain("2.1.0");
        aviary("ledger", "history", "--result", "failed", "--json");
        JsonNode found = new ObjectMapper().readTree(output);
        assertThat(found).hasSize(1);
        assertThat(found.path(0).path("version").asText()).isEqualTo("2.1.0");
        aviary("ledger", "history", "--release", "9.9");
        assertThat(output).contains("No such deployment.");
        assertThat(aviary("ledger", "history", "--within", "soon")).isEqualTo(2);
    }

    @Test
    void makesNothingWhereThereIsNoLedgerToRead() throws Exception {
        for (List<String> reading : List.of(
                List.of("gates"),
                List.of("gates", "delegations"),
                List.of("turns"),
                List.of("ledger", "history"),
                List.of("ledger", "prove", "0"),
                List.of("ledger", "verify"),
                List.of("ledger", "export", "copy"))) {
            aviary(reading.toArray(String[]::new));
            assertThat(folder.resolve(".aviary")).as(String.join(" ", reading)).doesNotExist();
            assertThat(folder.resolve("copy")).doesNotExist();
        }
        for (String made : List.of("ledger/segments", "copied")) {
            Files.createDirectories(folder.resolve(".aviary").resolve(made));
        }
        assertThat(aviary("ledger", "export", "copy")).isEqualTo(2);
        assertThat(errors).contains("There is no ledger in ");
        assertThat(aviary("ledger", "verify")).isEqualTo(2);
        assertThat(errors).contains("There is no ledger in ");
        assertThat(aviary("ledger", "verify", ".aviary/copied")).isEqualTo(2);
        assertThat(errors).contains("There is no ledger in ");
        assertThat(folder.resolve(".aviary/ledger/signing.key")).doesNotExist();
    }

    @Test
    void findsWhatWasChangedInAnExport() throws Exception {
        record("started", "d1", "antica", "2.0.0", "");
        record("finished", "d1", "antica", "", "success");
        assertThat(aviary("ledger", "export", "copy")).isZero();
        assertThat(aviary("ledger", "verify", "copy")).isZero();
        Path events = folder.resolve("copy/events.jsonl");
        Files.writeString(events, Files.readString(events).replace("antica", "antiqa"));

        assertThat(aviary("ledger", "verify", "copy")).isEqualTo(1);
        assertThat(output).contains("edited: ").contains("NOT INTACT");
        String key = Files.readString(folder.resolve("copy/verifier-key")).strip();
        assertThat(aviary("ledger", "verify", "--key", key)).isZero();
        assertThat(aviary("ledger", "verify", "--key", key.replace("+", "-"))).isEqualTo(2);
    }

    @Test
    void provesOneEventWithTheCheckpointAndTheKey() throws Exception {
        record("started", "d1", "antica", "2.0.0", "");

        assertThat(aviary("ledger", "prove", "0")).isZero();
        assertThat(output).contains("The proof holds for the key ");
        assertThat(aviary("ledger", "prove", "7")).isEqualTo(1);
        assertThat(errors).contains("There is no signed event 7");
    }

    private void record(String what, String id, String world, String version, String result) {
        try (Ledger ledger = Ledger.inHome(folder.resolve(".aviary"), "test", Clock.systemUTC(), Duration.ZERO)) {
            ledger.append(new LedgerEvent(
                    "deployment." + what,
                    1,
                    Instant.parse("2026-01-01T00:00:00Z"),
                    new Actor("anna", "test"),
                    "run",
                    "production",
                    "a".repeat(64),
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("deployment", id)
                            .put("world", world)
                            .put("version", version)
                            .put("result", result)));
        }
    }

    @Test
    void delegatesVotesAndEndsThat() throws Exception {
        assertThat(aviary("gates", "delegate", "zoe", "--for", "2h")).isZero();
        assertThat(output).contains("zoe may vote for " + LocalPerson.id() + " everywhere from ");
        assertThat(aviary("gates", "delegate", "zoe", "--for", "2h", "--from", "2126-12-24T18:00:00Z", "--in", "a,b"))
                .isZero();
        assertThat(output)
                .contains("zoe may vote for " + LocalPerson.id()
                        + " in a, b from 2126-12-24T18:00:00Z until 2126-12-24T20:00:00Z");
        assertThat(aviary("gates", "delegate", "zoe", "--for", "2h", "--in", "no such/place"))
                .isEqualTo(2);
        assertThat(aviary("gates", "delegations")).isZero();
        assertThat(output).contains("zoe may vote for ");
        assertThat(aviary("gates", "undelegate", "zoe")).isZero();
        assertThat(aviary("gates", "delegations")).isZero();
        assertThat(output).contains("Nobody has let anybody vote for them");
        assertThat(aviary("gates", "delegate", LocalPerson.id(), "--for", "2h")).isEqualTo(2);
        assertThat(aviary("gates", "delegate", "zoe", "--for", "900d")).isEqualTo(2);
    }

    @Test
    void showsOfEachGateWhatAVoterShouldReadAndHowItEnded() {
        Person asks = new Person("dora", "test", Set.of(), Set.of(), Set.of());
        try (Ledger ledger = Ledger.inHome(folder.resolve(".aviary"), "test", Clock.systemUTC(), Duration.ZERO)) {
            ApprovalGates gates = new ApprovalGates(ledger, Clock.systemUTC());
            for (String id : List.of("production/1#1", "production/1#2")) {
                gates.open(
                        new ApprovalRequest(
                                id,
                                "run",
                                new ApprovalSubject("production", Digest.of("a"), Digest.of("b"), Digest.of("c")),
                                "2.0",
                                "1.9",
                                "",
                                "dora",
                                List.of(),
                                List.of(new ApprovalRequest.Migration("59.lua", "drops a table")),
                                List.of(new ApprovalRequest.Evidence("tests", "1200 passed", "")),
                                ApprovalPolicy.of(ApprovalRule.parse("2 of group:nobody-here")),
                                List.of()),
                        asks);
            }
            gates.deny("production/1#1", asks, gates.pending().get(0).subject(), "not today");
            Person ben = new Person("ben", "test", Set.of(), Set.of("nobody-here"), Set.of());
            gates.approve("production/1#2", ben, gates.pending().get(0).subject(), "looks good");
        }
        assertThat(aviary("gates")).isZero();
        assertThat(output)
                .contains("migration 59.lua: drops a table")
                .contains("evidence tests: 1200 passed")
                .containsPattern("agreed: ben as group:nobody-here at [^ ]+: looks good")
                .doesNotContain("#1");
        assertThat(aviary("approve", "production")).isEqualTo(1);
        assertThat(output).contains("You approve: dora asks 2 of group:nobody-here to approve 2.0");
        assertThat(errors + output).contains("may not vote here");
        assertThat(aviary("gates", "production/1#1")).isZero();
        assertThat(output).contains("denied by dora");
        try (Ledger ledger = Ledger.inHome(folder.resolve(".aviary"), "test", Clock.systemUTC(), Duration.ZERO)) {
            new ApprovalGates(ledger, Clock.systemUTC()).cancel("production/1#2", "stopped");
        }
        assertThat(aviary("approve", "production")).isEqualTo(1);
        assertThat(errors + output)
                .contains(
                        "No gate that begins with 'production' waits any more: production/1#2 was cancelled by aviary");
        assertThat(aviary("approve", "staging")).isEqualTo(1);
        assertThat(errors + output).contains("There is no gate 'staging'");
    }

    @Test
    void refusesALinkThatWasNotMadeHere() throws Exception {
        assertThat(aviary("approve", "--link", "e30.AAAA")).isEqualTo(1);
        assertThat(errors + output).contains("was not made here");
        assertThat(aviary("approve")).isEqualTo(2);
        assertThat(aviary("deny", "--reason", "no")).isEqualTo(2);
    }

    private void write(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), text);
    }

    private int aviary(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        int options = List.of("ledger", "gates").contains(all.get(0)) ? 2 : 1;
        all.addAll(
                Math.min(options, all.size()),
                Stream.of("-C", folder.toString()).toList());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine line = Aviary.commandLine();
            line.setErr(new PrintWriter(err, true));
            return line.execute(all.toArray(String[]::new));
        } finally {
            System.setOut(before);
            output = out.toString(StandardCharsets.UTF_8);
            errors = err.toString();
        }
    }
}
