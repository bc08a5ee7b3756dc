package io.jenkins.plugins.aviary.database;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.sql.SQLException;

/** A database did not do what it was asked, or could not be reached. */
public class DatabaseFailure extends OperationFailure {
    private static final long serialVersionUID = 1L;

    /** The server ended the waiting for a lock; the statement changed nothing. */
    public static final int LOCK_WAIT_TIMEOUT = 1205;

    /** The server chose this transaction to end a deadlock; it was rolled back. */
    public static final int DEADLOCK = 1213;

    private static final int ACCESS_DENIED = 1045;
    private static final int ACCESS_TO_SCHEMA_DENIED = 1044;
    private static final int UNKNOWN_SCHEMA = 1049;

    /** A failure with a message for the user. */
    public DatabaseFailure(String message) {
        super(message);
    }

    /** A failure with a message for the user and the cause that {@code --debug} prints. */
    public DatabaseFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * What the server answered while something was done, with the remedy where it is known.
     *
     * @param what what was tried, such as {@code "Reading the tables of world at 127.0.0.1:3306"}
     */
    public static DatabaseFailure of(String what, SQLException cause) {
        return new DatabaseFailure(what + " failed: " + describe(cause) + remedy(cause), cause);
    }

    /** The server's error number and message, in one line. */
    public static String describe(SQLException cause) {
        String message = String.valueOf(cause.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
        return cause.getErrorCode() == 0 ? message : "error " + cause.getErrorCode() + ", " + message;
    }

    private static String remedy(SQLException cause) {
        return switch (cause.getErrorCode()) {
            case ACCESS_DENIED -> "; check the user and the credential of the database in aviary.yml";
            case ACCESS_TO_SCHEMA_DENIED -> "; grant the user this right";
            case UNKNOWN_SCHEMA -> "; create the database, or correct its name in aviary.yml";
            case LOCK_WAIT_TIMEOUT -> "; something else holds the lock: SHOW PROCESSLIST tells who";
            default -> "";
        };
    }
}
