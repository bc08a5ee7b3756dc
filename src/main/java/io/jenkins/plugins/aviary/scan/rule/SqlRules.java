package io.jenkins.plugins.aviary.scan.rule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;

/** Rules for SQL files: accounts whose passwords everybody knows, and dumps of players' data. Reads line by line. */
final class SqlRules implements FileRule {
    /** Canary's account god/god: its unsalted SHA-1, as schema.sql ships it. */
    private static final String GOD = "21298df8a3277357ee55b01df9530b535cf08ec1";

    /** SHA-1 of other passwords that servers and their web sites ship. */
    private static final Map<String, String> TEST = Map.of(
            "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3", "test",
            "f865b53623b121fd34ee5426c792e5c33af8c227", "admin123",
            "d033e22ae348aeb5660fc2140aec35850c4da997", "admin",
            "7c4a8d09ca3762af61e59520943dc26494f8941b", "123456");

    private static final int LONGEST_LINE = 1 << 20;

    @Override
    public boolean wants(SourceFile file) {
        return file.name().endsWith(".sql") || file.name().equals("database_backup.cnf");
    }

    @Override
    public void check(SourceFile file, Hits hits) throws IOException {
        if (file.name().endsWith(".cnf")) {
            hits.add(
                    CanaryRule.DATABASE_DUMP,
                    file.path(),
                    "It is the password file that Canary writes for its backup.");
            return;
        }
        boolean dump = false;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Files.newInputStream(file.file()), StandardCharsets.ISO_8859_1))) {
            String line;
            for (int number = 1; (line = line(lines)) != null; number++) {
                dump |= number <= 5 && line.matches("-- (MySQL|MariaDB) dump .*|/\\*.{0,40}(MySQL|MariaDB) dump.*");
                String lower = line.toLowerCase(Locale.ROOT);
                if (dump && lower.matches("insert into `?(accounts|players)`? .*")) {
                    hits.add(
                            CanaryRule.DATABASE_DUMP,
                            file.path(),
                            number,
                            1,
                            "It is a dump with accounts or players in it.");
                    dump = false;
                }
                if (!lower.startsWith("--") && !lower.startsWith("#")) {
                    accounts(file, hits, lower, number);
                }
            }
        }
    }

    private static void accounts(SourceFile file, Hits hits, String line, int number) {
        int god = line.indexOf(GOD);
        if (god >= 0) {
            hits.add(
                    CanaryRule.GOD_ACCOUNT,
                    file.path(),
                    number,
                    god + 1,
                    "It creates the account whose password is 'god'.");
        }
        TEST.forEach((hash, password) -> {
            int at = line.indexOf(hash);
            if (at >= 0) {
                hits.add(
                        CanaryRule.TEST_ACCOUNT,
                        file.path(),
                        number,
                        at + 1,
                        "It creates an account whose password is '" + password + "'.");
            }
        });
    }

    /** A line; one that is too long is cut in pieces that overlap by nothing, as nobody writes such a line by hand. */
    private static String line(BufferedReader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        int one;
        while ((one = reader.read()) >= 0 && one != '\n' && line.length() < LONGEST_LINE) {
            line.append((char) one);
        }
        return one < 0 && line.isEmpty() ? null : line.toString();
    }
}
