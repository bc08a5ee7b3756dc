package io.jenkins.plugins.aviary.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.aviary.testing.TestDatabase;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("integration")
class SqlStoreTest extends LedgerStoreContract {
    private static final SigningKey KEY = SigningKey.generate("shared");
    private static final int PROCESSES = 4;
    private static final int EVENTS_EACH = 150;
    private static TestDatabase server;

    private String url;

    @BeforeAll
    static void start() throws Exception {
        server = new TestDatabase();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void anEmptyDatabase() throws Exception {
        url = server.newDatabase();
    }

    @Override
    LedgerStore open() {
        return SqlStore.open(TestDatabase.dataSource(url));
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = TestDatabase.dataSource(url).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Ledger ledger() {
        return Ledger.open(open(), "shared", KEY, Clock.systemUTC());
    }

    private VerificationReport verify() {
        return Verification.of(open().evidence(), Set.of(KEY.verifier()));
    }

    private Process writer(int number, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SqlWriter.class.getName(),
                url,
                Integer.toString(number * EVENTS_EACH),
                Integer.toString(EVENTS_EACH)));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Map<Long, String> acknowledged(List<Process> writers) throws Exception {
        Map<Long, String> acknowledged = new HashMap<>();
        for (Process writer : writers) {
            try (BufferedReader lines = writer.inputReader()) {
                lines.lines()
                        .map(line -> line.split(" "))
                        .forEach(parts -> acknowledged.put(Long.parseLong(parts[0]), parts[1]));
            }
            assertThat(writer.waitFor()).isZero();
        }
        return acknowledged;
    }

    @Test
    void isFoundIntactWhenTwoControllersWithOneKeyAndNamesOfTheirOwnWriteIt(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("signing.key");
        KEY.save(file);
        List<Process> writers = List.of(
                writer(0, file.toString(), "aviary/jenkins-one"), writer(1, file.toString(), "aviary/jenkins-two"));
        assertThat(acknowledged(writers)).hasSize(2 * EVENTS_EACH);
        List<String> origins = open().checkpoints().stream()
                .map(note -> Checkpoint.bodyOf(note).orElseThrow().origin())
                .toList();
        assertThat(origins).contains("aviary/jenkins-one", "aviary/jenkins-two").hasSizeGreaterThan(3);
        VerificationReport report = verify();
        assertThat(report.findings()).isEmpty();
        assertThat(report.unsigned()).isZero();
    }

    @Test
    void refusesAWriterWithAnotherKeyAndNamesBoth() {
        SigningKey other = SigningKey.generate("other");
        try (Ledger ledger = ledger()) {
            ledger.append(EventSamples.event(0));
        }
        assertThatThrownBy(() -> Ledger.open(open(), "other", other, Clock.systemUTC()))
                .isInstanceOf(LedgerFailure.class)
                .hasMessageContaining(KEY.verifier().signer())
                .hasMessageContaining(other.verifier().signer())
                .hasMessageContaining("all who write one ledger share it")
                .hasMessageNotContaining("\n");
    }

    @Test
    void followsAChangeOfKeysByAnotherWriterAndNeverSignsWithTheOldOneAgain() {
        SigningKey next = SigningKey.generate("next");
        try (Ledger one = ledger();
                Ledger two = ledger()) {
            two.append(EventSamples.event(0));
            one.rotateKey(next, EventSamples.ANNA);
            two.append(EventSamples.event(1));
            assertThatThrownBy(two::checkpoint)
                    .isInstanceOf(LedgerFailure.class)
                    .hasMessageContaining(next.verifier().signer());
            assertThat(two.follow(SigningKey.generate("third"))).isFalse();
            assertThat(two.follow(next)).isTrue();
            assertThat(two.query(EventQuery.ALL.ofType(KeyRotation.TYPE)).events())
                    .hasSize(1);
        }
        for (SigningKey pinned : List.of(KEY, next)) {
            VerificationReport report = Verification.of(open().evidence(), Set.of(pinned.verifier()));
            assertThat(report.findings()).isEmpty();
            assertThat(report.unsigned()).isZero();
        }
    }

    @Test
    void namesTheRecordsThatNobodySignedBeforeItSignsThem() {
        try (Ledger ledger = ledger()) {
            ledger.append(EventSamples.event(0));
        }
        open().append(EventSamples.event(1).bytes());
        Ledger early = ledger();
        try (Ledger other = ledger()) {
            other.append(EventSamples.event(2));
        }
        early.close();
        try (Ledger ledger = ledger()) {
            assertThat(ledger.query(EventQuery.ALL.ofType("ledger.recovered")).events())
                    .singleElement()
                    .satisfies(told -> {
                        assertThat(told.event().payload().path("first").asLong())
                                .isEqualTo(1);
                        assertThat(told.event().payload().path("last").asLong()).isEqualTo(1);
                    });
        }
    }

    @Test
    void losesAndDoublesNothingWhenFourProcessesAppendAtOnce() throws Exception {
        List<Process> writers = new ArrayList<>();
        for (int i = 0; i < PROCESSES; i++) {
            writers.add(writer(i));
        }
        Map<Long, String> acknowledged = acknowledged(writers);
        assertThat(acknowledged).hasSize(PROCESSES * EVENTS_EACH);
        try (Ledger ledger = ledger()) {
            ledger.checkpoint();
            for (Recorded recorded : ledger.read(0, PROCESSES * EVENTS_EACH)) {
                assertThat(recorded.leafHash().hex()).isEqualTo(acknowledged.remove(recorded.sequence()));
            }
            assertThat(ledger.verify().findings()).isEmpty();
        }
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void keepsItsRootWhenItIsMovedFromFilesToADatabase(@TempDir Path folder) {
        try (FileStore files = FileStore.open(folder, Clock.systemUTC(), Duration.ZERO)) {
            Ledger old = Ledger.open(files, "shared", KEY, Clock.systemUTC(), VerificationTest.ONLY_WHEN_ASKED);
            for (int i = 0; i < 1234; i++) {
                old.append(EventSamples.event(i));
                if (i % 500 == 0) {
                    old.checkpoint();
                }
            }
            EventProof proof = old.prove(77);
            try (LedgerStore database = open()) {
                database.append(files.read(0, 1).get(0).body());
                LedgerMigration moved = LedgerMigration.copy(files, database);
                assertThat(moved.events()).isEqualTo(1234);
                assertThat(moved.root()).isEqualTo(old.root());
                assertThat(database.checkpoints()).isEqualTo(files.checkpoints());
                Ledger fresh = Ledger.open(database, "shared", KEY, Clock.systemUTC());
                assertThat(fresh.prove(77)).isEqualTo(proof);
                assertThat(fresh.verify().findings()).isEmpty();
                database.append(EventSamples.event(5000).bytes());
                assertThatThrownBy(() -> LedgerMigration.copy(files, database)).hasMessageContaining("empty one");
            }
        }
    }

    @Test
    void isVerifiedLikeFiles() throws Exception {
        try (Ledger ledger = ledger()) {
            for (int i = 0; i < 20; i++) {
                ledger.append(EventSamples.event(i));
            }
        }
        assertThat(verify().findings()).isEmpty();
        execute("UPDATE aviary_ledger_event SET body = REPLACE(body, 'staging', 'Staging') WHERE seq = 7");
        assertThat(verify().findings()).containsExactly(new Finding(Finding.Kind.EDITED, 7, 7, "Record 7 was edited"));
        execute("UPDATE aviary_ledger_event SET body = REPLACE(body, 'Staging', 'staging') WHERE seq = 7");
        execute("DELETE FROM aviary_ledger_event WHERE seq = 11");
        assertThat(verify().findings())
                .containsExactly(new Finding(Finding.Kind.DELETED, 11, 11, "Record 11 was deleted"));
        try (Ledger ledger = ledger()) {
            assertThatThrownBy(() -> ledger.query(EventQuery.ALL)).isInstanceOf(LedgerFailure.class);
        }
    }

    @Test
    void showsEachWriterWhatTheOthersAppended() {
        try (Ledger one = ledger();
                Ledger two = ledger()) {
            one.append(EventSamples.event(0));
            assertThat(two.query(EventQuery.ALL).events()).hasSize(1);
            two.append(EventSamples.event(1));
            assertThat(one.query(EventQuery.ALL).events()).hasSize(2);
        }
    }

    @Test
    void refusesADatabaseThatForgets() throws Exception {
        execute("SET GLOBAL innodb_flush_log_at_trx_commit = 2");
        try {
            assertThatThrownBy(this::open).hasMessageContaining("innodb_flush_log_at_trx_commit = 1");
        } finally {
            execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
        }
    }

    @Test
    void saysInOneLineThatTheDatabaseCannotBeReached() {
        assertThatThrownBy(() -> SqlStore.open(TestDatabase.dataSource("jdbc:mysql://127.0.0.1:1/x?user=root")))
                .isInstanceOf(LedgerFailure.class)
                .hasMessageContaining("see that it runs")
                .message()
                .doesNotContain("\n");
    }
}
