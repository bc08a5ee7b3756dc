package io.jenkins.plugins.aviary.cli;

import com.mysql.cj.jdbc.MysqlDataSource;
import io.jenkins.plugins.aviary.ledger.FileStore;
import io.jenkins.plugins.aviary.ledger.LedgerMigration;
import io.jenkins.plugins.aviary.ledger.LedgerStore;
import io.jenkins.plugins.aviary.ledger.SqlStore;
import io.jenkins.plugins.aviary.operation.ExitCode;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aviary ledger copy}: the ledger of this home into a shared database, or from there back, with the same root. */
@Command(
        name = "copy",
        mixinStandardHelpOptions = true,
        description = "Copies the ledger of this home into a MySQL or MariaDB database, byte for byte: the root stays.",
        footer = {
            "",
            "Nobody may append meanwhile. It can be run again after it was cut short. The signing key is not copied: the",
            "new keeper needs ledger/signing.key and ledger/signing.pub (a controller with a shared ledger: as keys/signing.*),",
            "or the credential that holds the key."
        })
final class LedgerCopyCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FORM = "jdbc:(mysql|mariadb)://[^\\s]+";

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "URL", description = "The database, such as jdbc:mariadb://db.example.org:3306/aviary.")
    private String url;

    @Option(
            names = "--credentials",
            paramLabel = "ID",
            required = true,
            description = "The id of its user and password.")
    private String credentials;

    @Option(names = "--back", description = "From the database into this home, which must not have another ledger.")
    private boolean back;

    @Override
    public Integer call() {
        if (!url.matches(FORM)) {
            throw new InvalidParameter("URL is like jdbc:mariadb://HOST:3306/SCHEMA, not '" + url + "'");
        }
        LocalRun run = options.localRun();
        Path folder = LedgerCommand.ledgerOf(options);
        if (!back) {
            LedgerCommand.requireLedger(folder);
        }
        Secrets secrets = run.context(event -> {}).secrets();
        MysqlDataSource database = new MysqlDataSource();
        database.setURL(url.replaceFirst("^jdbc:mariadb:", "jdbc:mysql:"));
        database.setUser(secrets.username(credentials));
        database.setPassword(secrets.text(credentials).reveal());
        try (LedgerStore shared = SqlStore.open(database);
                LedgerStore files = FileStore.open(folder, run.clock(), PATIENCE)) {
            LedgerMigration copied = back ? LedgerMigration.copy(shared, files) : LedgerMigration.copy(files, shared);
            run.log().info("copied " + copied.events() + " events; the root of both is " + copied.root());
        }
        return ExitCode.DONE.value();
    }
}
