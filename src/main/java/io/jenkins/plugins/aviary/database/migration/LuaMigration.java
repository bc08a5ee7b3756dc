package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import party.iroiro.luajava.Lua;
import party.iroiro.luajava.LuaException;
import party.iroiro.luajava.luajit.LuaJit;

/**
 * Runs the function {@code onUpdateDatabase} of one migration in LuaJIT, in a state of its own that has no files,
 * processes, clock or chance, a bounded number of steps and bounded memory. Not safe for use by several threads.
 */
final class LuaMigration {
    /** How many instructions a migration may take: minutes of work for the interpreter. */
    private static final long INSTRUCTIONS = 2_000_000_000L;

    private static final int KIBIBYTES = 256 * 1024;
    private static final byte[] PRELUDE = prelude();

    private final Migration migration;
    private final Instant now;
    private final MigrationCalls calls;
    private final Map<Integer, Cursor> cursors = new HashMap<>();
    private int lastCursor;
    private Throwable stopped;

    /** What {@code onUpdateDatabase} returned. */
    enum Answer {
        /** It returned true. */
        TRUE,
        /** It returned false. */
        FALSE,
        /** It returned nothing, or something else. */
        NOTHING
    }

    private static final class Cursor {
        private final Rows rows;
        private int place;

        Cursor(Rows rows) {
            this.rows = rows;
        }
    }

    /**
     * Prepares a run.
     *
     * @param now what the migration's clock shows all the time
     */
    LuaMigration(Migration migration, Instant now, MigrationCalls calls) {
        this.migration = migration;
        this.now = now;
        this.calls = calls;
    }

    private static byte[] prelude() {
        try (InputStream in = LuaMigration.class.getResourceAsStream("prelude.lua")) {
            return Objects.requireNonNull(in, "prelude.lua").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Runs it.
     *
     * @throws OperationFailure if its Lua is wrong or fails, naming file and line; or what the calls threw
     * @throws InterruptedException if the run was cancelled
     */
    Answer run() throws InterruptedException {
        try (Lua lua = new LuaJit()) {
            // The prelude takes away again what a migration must not have.
            lua.openLibraries();
            load(lua, PRELUDE, "prelude");
            lua.push(this::answer);
            lua.push((Number) (double) INSTRUCTIONS);
            lua.push((Number) (double) KIBIBYTES);
            lua.push((Number) (double) now.getEpochSecond());
            call(lua, 4, 0);
            load(lua, migration.source().getBytes(StandardCharsets.UTF_8), migration.file());
            call(lua, 0, 0);
            lua.getGlobal("onUpdateDatabase");
            if (!lua.isFunction(-1)) {
                throw new OperationFailure(
                        "The migration " + migration.file()
                                + " defines no function onUpdateDatabase; the game server would run the one of the file before.");
            }
            call(lua, 0, 1);
            return lua.isBoolean(-1) ? lua.toBoolean(-1) ? Answer.TRUE : Answer.FALSE : Answer.NOTHING;
        }
    }

    private void load(Lua lua, byte[] source, String name) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(source.length);
        buffer.put(source).flip();
        try {
            lua.load(buffer, "@" + name);
        } catch (LuaException e) {
            throw failure(e);
        }
    }

    private void call(Lua lua, int arguments, int results) throws InterruptedException {
        try {
            lua.pCall(arguments, results);
        } catch (LuaException e) {
            rethrow();
            throw failure(e);
        }
        rethrow();
    }

    private void rethrow() throws InterruptedException {
        if (stopped instanceof InterruptedException interrupted) {
            throw interrupted;
        } else if (stopped instanceof RuntimeException runtime) {
            throw runtime;
        } else if (stopped instanceof Error error) {
            throw error;
        }
    }

    private OperationFailure failure(LuaException e) {
        String message = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
        return new OperationFailure("The migration " + migration.file() + " fails: "
                + (message.length() > 500 ? message.substring(0, 500) + "…" : message));
    }

    /** Answers one call of the prelude with its kind and its value. */
    private int answer(Lua lua) {
        try {
            Object value = answerTo(lua, text(lua, 1));
            if (value == null) {
                lua.push("none");
                return 1;
            }
            if (value instanceof Boolean truth) {
                lua.push("boolean");
                lua.push(truth);
            } else if (value instanceof Number number) {
                lua.push("number");
                lua.push((Number) number.doubleValue());
            } else {
                lua.push("text");
                lua.push(HexFormat.of().formatHex((byte[]) value));
            }
            return 2;
        } catch (Throwable e) {
            // An exception must not cross Lua's frames; it goes on when they are left.
            stopped = e;
            lua.push("error");
            return 1;
        }
    }

    private Object answerTo(Lua lua, String what) throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException("cancelled in " + migration.file());
        }
        return switch (what) {
            case "query" -> {
                calls.query(text(lua, 2));
                yield true;
            }
            case "read" -> opened(calls.read(text(lua, 2)));
            case "table" -> calls.tableExists(text(lua, 2));
            case "inserted" -> inserted();
            case "escape" -> escaped(bytes(lua, 2));
            case "number" -> number(cell(lua));
            case "string" -> Objects.requireNonNullElse(cell(lua), new byte[0]);
            case "next" -> {
                Cursor cursor = cursor(lua);
                cursor.place++;
                yield cursor.place < cursor.rows.rows().size();
            }
            case "free" -> cursors.remove((int) lua.toNumber(2)) != null;
            case "log" -> {
                calls.log(text(lua, 2), text(lua, 3));
                yield null;
            }
            default -> throw new IllegalStateException("The prelude asks for " + what);
        };
    }

    /** No rows are no result at all, as in the game server. */
    private Object opened(Rows rows) {
        if (rows.isEmpty()) {
            return null;
        }
        cursors.put(++lastCursor, new Cursor(rows));
        return lastCursor;
    }

    private Number inserted() throws InterruptedException {
        return number(calls.read("SELECT LAST_INSERT_ID()").rows().get(0).get(0));
    }

    private Cursor cursor(Lua lua) {
        Cursor cursor = cursors.get((int) lua.toNumber(2));
        if (cursor == null) {
            throw new OperationFailure("The migration " + migration.file() + " uses a result that it has freed.");
        }
        return cursor;
    }

    private byte[] cell(Lua lua) {
        Cursor cursor = cursor(lua);
        int column = cursor.rows.column(text(lua, 3));
        if (column < 0) {
            throw new OperationFailure("The migration " + migration.file() + " asks for the column '" + text(lua, 3)
                    + "', which its query did not read; it read " + cursor.rows.columns() + ".");
        }
        if (cursor.place >= cursor.rows.rows().size()) {
            throw new OperationFailure("The migration " + migration.file() + " reads past the last row of a result.");
        }
        return cursor.rows.rows().get(cursor.place).get(column);
    }

    private Number number(byte[] value) {
        if (value == null) {
            return 0;
        }
        String text = new String(value, StandardCharsets.UTF_8).strip();
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException e) {
            throw new OperationFailure(
                    "The migration " + migration.file() + " takes '" + text + "' for a number, which it is not.", e);
        }
    }

    private static byte[] escaped(byte[] value) {
        StringBuilder text = new StringBuilder("'");
        for (char c : new String(value, StandardCharsets.ISO_8859_1).toCharArray()) {
            switch (c) {
                case '\0' -> text.append("\\0");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\u001a' -> text.append("\\Z");
                case '\\' -> text.append("\\\\");
                case '\'' -> text.append("\\'");
                case '"' -> text.append("\\\"");
                default -> text.append(c);
            }
        }
        return text.append('\'').toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private String text(Lua lua, int place) {
        byte[] bytes = bytes(lua, place);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!java.util.Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new OperationFailure("The migration " + migration.file()
                    + " makes a text that is not UTF-8; write bytes as X'...' in SQL.");
        }
        return text;
    }

    private static byte[] bytes(Lua lua, int place) {
        ByteBuffer buffer = lua.toBuffer(place);
        byte[] bytes = new byte[buffer == null ? 0 : buffer.remaining()];
        if (buffer != null) {
            buffer.get(bytes);
        }
        return bytes;
    }
}
