package io.jenkins.plugins.aviary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.ledger.Actor;
import io.jenkins.plugins.aviary.ledger.Ledger;
import io.jenkins.plugins.aviary.ledger.LedgerEvent;
import io.jenkins.plugins.aviary.ledger.LocalLedger;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.testing.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger goes into a database and comes back, by the command line. */
@Tag("integration")
class LedgerCopyCommandTest {
    private static final String FILE_OF_OWNER = "rw-------";

    @TempDir
    Path folder;

    private static Path home(Path folder) throws Exception {
        Path secrets = Files.createDirectories(folder.resolve(".aviary/secrets"));
        for (String name : new String[] {"ledger-db", "ledger-db.username"}) {
            Path file = Files.createFile(
                    secrets.resolve(name),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FILE_OF_OWNER)));
            Files.writeString(file, name.endsWith("username") ? "root" : "");
        }
        return folder.resolve(".aviary");
    }

    @Test
    void theRootIsTheSameInTheDatabaseAndAfterTheWayBack() throws Exception {
        Path here = home(Files.createDirectories(folder.resolve("here")));
        Path there = home(Files.createDirectories(folder.resolve("there")));
        Digest root;
        try (Ledger ledger = LocalLedger.open(here, Clock.systemUTC())) {
            for (int i = 0; i < 50; i++) {
                ledger.append(new LedgerEvent(
                        "sample.thing",
                        1,
                        Clock.systemUTC().instant(),
                        new Actor("anna", "test"),
                        "r" + i,
                        "",
                        "",
                        null));
            }
            root = ledger.root();
        }
        String url = TestDatabase.shared().newDatabase();

        assertThat(Aviary.commandLine()
                        .execute(
                                "ledger", "copy", "-C", here.getParent().toString(), "--credentials", "ledger-db", url))
                .isZero();
        assertThat(Aviary.commandLine()
                        .execute(
                                "ledger",
                                "copy",
                                "--back",
                                "-C",
                                there.getParent().toString(),
                                "--credentials",
                                "ledger-db",
                                url))
                .isZero();

        try (Ledger ledger = Ledger.inHomeForReading(there, Clock.systemUTC())) {
            assertThat(ledger.root()).isEqualTo(root);
        }
        assertThat(Aviary.commandLine()
                        .execute(
                                "ledger",
                                "verify",
                                "-C",
                                there.getParent().toString(),
                                "--key",
                                here.resolve("ledger/signing.pub").toString()))
                .isZero();
    }
}
