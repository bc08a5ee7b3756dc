package io.jenkins.plugins.aviary.server;

import java.util.regex.Pattern;

/**
 * What a line of the log tells about the server. The texts are those of Canary 3 and The Forgotten Server 1; each is
 * anchored, so that what players say cannot pass for one.
 */
public enum LogSign {
    /** A server begins: everything before belongs to another run. */
    BANNER("(?:.{1,60} - Version \\[?[0-9][^ ]*.*|The .{1,60} Server - Version .*)"),
    /** It is online; whether its ports are bound is another question. */
    READY("(?:>> )?(?!Broadcasted message)[^>].{0,200} [Ss]erver [Oo]nline!"),
    /** It was told to save. */
    SAVE_TOLD("SIGUSR1 received, saving the game state\\.\\.\\."),
    /** A save has begun. */
    SAVING("Saving server(?: \\(.{1,40}\\))?\\.\\.\\."),
    /** How many players are being saved. */
    SAVING_PLAYERS("Saving \\d+ players?\\b.{0,60}"),
    /** A save is complete. */
    SAVED("Server saved in [0-9.]+ (?:milliseconds|seconds)\\.?"),
    /** A player was not saved, or the map with its houses, or the key-value store. */
    PLAYER_NOT_SAVED(
            "Failed to save (?:player.*|map\\.|key-value store\\.)|Error while saving player.*|.{0,40}\\[savePlayer\\].*|\\[Error - Game::saveGameState\\].*"),
    /** It was told to stop. */
    STOPPING("SIG(?:INT|TERM|BREAK) received, shutting game server down\\.\\.\\."),
    /** Everything is saved and it is closing down. */
    SHUTTING_DOWN("Shutting down\\.\\.\\..*"),
    /** It closed down in order. */
    DONE("Done!|Thread pool shutdown complete\\.|.* done!"),
    /** It did not get one of its ports; it tries again every 15 s. */
    BIND_FAILED("\\[ServicePort::open\\].*|(?:Error code: )?bind: Address already in use.*"),
    /** It gave up while starting. */
    STARTUP_FAILED(
            "(?:>> )?No services running\\. The server is NOT online[.!]|> ERROR: .*|Startup exceeded .* aborting\\."
                    + "|Failed to connect to database!.*|Allocation failed, server out of memory.*"),
    /** It is still starting. */
    STARTUP_SLOW("Startup still running.*"),
    /** Migrations are about to be applied. */
    MIGRATING("(?:>> )?Running database manager.*"),
    /** Migrations are over. */
    DATABASE_READY("Database connection established!|>> Loading (?:vocations|script systems).*"),
    /** A migration was applied. */
    MIGRATED("(?:> )?Database has been updated to version \\d+\\.?"),
    /** A migration went wrong. */
    MIGRATION_FAILED(".{0,20}DatabaseManager::updateDatabase - Version: ?\\d+\\].*"),
    /** The database refused a statement. */
    SQL_ERROR("MySQL (?:error|Error) .*|.{0,40}(?:mysql_real_query|mysql_store_result).*|Message: .*"),
    /** A script failed. */
    LUA_ERROR("Lua Script Error.*|Lua script error:.*"),
    /** It died. */
    CRASH("Segmentation fault.*|Aborted(?: \\(core dumped\\))?|.*received signal SIG(?:SEGV|ABRT|BUS|ILL|FPE)\\b.*"
            + "|.*ERROR: AddressSanitizer.*|terminate called after throwing an instance of.*|Illegal instruction.*"
            + "|Bus error.*|pure virtual method called.*|double free or corruption.*"),
    /** Its main loop cannot keep up. */
    BACKLOG("Dispatcher sustained player-visible backlog.*"),
    /** A client sends more than it may. */
    PACKET_FLOOD(".*disconnected for exceeding packet per second limit\\.?"),
    /** A player came. */
    LOGIN("(?!Broadcasted message).{1,60} has logged in\\..*"),
    /** A player left. */
    LOGOUT("(?!Broadcasted message).{1,60} has logged out\\.?"),
    /** A reload is done; that says nothing of single scripts. */
    RELOADED("Reloaded:? .{1,60}"),
    /** A reload failed. */
    RELOAD_FAILED("Failed to reload: .*"),
    /** Nothing that is known. */
    NONE("");

    private static final LogSign[] ALL = values();
    private static final int LONGEST = 1000;

    private final Pattern form;

    LogSign(String form) {
        this.form = Pattern.compile(form);
    }

    /** What an entry tells. */
    public static LogSign of(LogEntry entry) {
        LogSign sign = of(entry.message());
        if (sign != NONE) {
            return sign;
        }
        // What a shell or a debugger says of a crash has no head of its own and stands below the last entry.
        return entry.more().stream().anyMatch(LogSign::isCrash) ? CRASH : NONE;
    }

    /** What a message tells. */
    public static LogSign of(String message) {
        String text = (message.length() > LONGEST ? message.substring(0, LONGEST) : message).strip();
        for (LogSign sign : ALL) {
            if (sign != NONE && sign.form.matcher(text).matches()) {
                return sign;
            }
        }
        return NONE;
    }

    /** Whether a line tells of a crash. */
    static boolean isCrash(String line) {
        String text = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
        return CRASH.form.matcher(text.strip()).matches();
    }
}
