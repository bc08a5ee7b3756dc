package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.artifact.script.SqlText;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Runs a migration without executing anything, to learn which statements it will come to. Its reads are answered by the
 * database as it is now, in a session that cannot write. Where a read depends on what was not executed, no more is to be
 * foreseen, and that is said.
 */
final class Foresight implements MigrationCalls {
    private final Connection reader;
    private final Set<String> otherSchemas;
    private final List<String> statements = new ArrayList<>();
    private final List<Risk> risks = new ArrayList<>();
    private String unforeseen = "";

    Foresight(Connection reader, Set<String> otherSchemas) {
        this.reader = reader;
        this.otherSchemas = otherSchemas;
    }

    /**
     * What is to be foreseen of a migration.
     *
     * @param migration the migration
     * @param statements how many statements it will execute
     * @param risks what is to be known of them
     * @param unforeseen why not all of them are foreseen, or empty
     * @param last whether it is the file that only tells that it is the last one
     */
    record Foreseen(Migration migration, int statements, List<Risk> risks, String unforeseen, boolean last) {}

    /**
     * Looks ahead.
     *
     * @throws OperationFailure if it would execute what no migration may
     */
    static Foreseen of(MigrationSet set, Migration migration, Connection reader, Set<String> otherSchemas)
            throws InterruptedException {
        Foresight foresight = new Foresight(reader, otherSchemas);
        LuaMigration.Answer answer = LuaMigration.Answer.NOTHING;
        try {
            answer = new LuaMigration(migration, java.time.Instant.EPOCH, foresight).run();
        } catch (Refused e) {
            throw new OperationFailure(
                    "The migration " + migration.file() + " may not be executed: " + e.getMessage(), e);
        } catch (OperationFailure e) {
            // With its tables as they will be then it may well succeed; if not, it stops there.
            foresight.unforeseen = e.getMessage();
        }
        boolean last = !set.upgradesToNumber() && answer == LuaMigration.Answer.FALSE && foresight.statements.isEmpty();
        return new Foreseen(
                migration, foresight.statements.size(), List.copyOf(foresight.risks), foresight.unforeseen, last);
    }

    /** A statement that no migration may execute. */
    private static final class Refused extends OperationFailure {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    @Override
    public void query(String statement) {
        SqlText sql = SqlText.of(statement);
        StatementRules.refusal(sql, otherSchemas).ifPresent(why -> {
            throw new Refused("'" + sql.brief(120) + "': " + why + ".");
        });
        statements.add(statement);
        risks.addAll(StatementRules.risks(sql));
    }

    @Override
    public Rows read(String statement) {
        SqlText sql = SqlText.of(statement);
        if (StatementKind.of(sql) != StatementKind.READ) {
            throw new Refused("'" + sql.brief(120) + "' is given to db.storeQuery, which is for reading.");
        }
        StatementRules.refusal(sql, otherSchemas).ifPresent(why -> {
            throw new Refused("'" + sql.brief(120) + "': " + why + ".");
        });
        if (!statements.isEmpty()) {
            unforeseen = "it reads after it has written";
        }
        try {
            return MigrationSession.read(reader, statement);
        } catch (SQLException e) {
            throw new OperationFailure("'" + sql.brief(120) + "' cannot be read yet", e);
        }
    }

    @Override
    public boolean tableExists(String name) {
        return !read("SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '"
                        + name.replace("\\", "\\\\").replace("'", "''") + "'")
                .isEmpty();
    }

    @Override
    public void log(String level, String line) {
        // It is logged when it happens.
    }
}
