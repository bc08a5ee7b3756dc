package io.jenkins.plugins.aviary.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.host.LocalHost;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is read on from a mark, whatever happens to its file. */
@Tag("integration")
class LogTailTest {
    @TempDir
    Path folder;

    private Path log;
    private LogTail tail;

    @BeforeEach
    void begin() throws Exception {
        log = folder.resolve("server.log");
        tail = new LogTail(new LocalHost("here"), log.toString());
        write(log, "old 1\nold 2\n");
    }

    private static void write(Path file, String text) throws Exception {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String readFrom(LogMark mark) throws Exception {
        StringBuilder all = new StringBuilder();
        LogTail.Chunk chunk;
        LogMark next = mark;
        do {
            chunk = tail.read(next);
            next = chunk.next();
            all.append(new String(chunk.bytes(), StandardCharsets.UTF_8));
        } while (!chunk.atEnd());
        return all.toString();
    }

    @Test
    void readsWhatWasAppended() throws Exception {
        LogMark mark = tail.mark();
        write(log, "new 1\nnew 2\n");

        assertThat(readFrom(mark)).isEqualTo("new 1\nnew 2\n");
    }

    @Test
    void leavesALineThatIsNotWholeYet() throws Exception {
        LogMark mark = tail.mark();
        write(log, "whole\nhal");
        LogTail.Chunk first = tail.read(mark);
        write(log, "f\n");

        assertThat(new String(first.bytes(), StandardCharsets.UTF_8)).isEqualTo("whole\n");
        assertThat(readFrom(first.next())).isEqualTo("half\n");
    }

    @Test
    void readsOnAfterTheFileWasRenamedAway() throws Exception {
        LogMark mark = tail.mark();
        write(log, "before\n");
        Files.move(log, folder.resolve("server.log.1"));
        write(log, "after\n");

        assertThat(readFrom(mark)).isEqualTo("before\nafter\n");
    }

    @Test
    void readsOnAfterTwoRotations() throws Exception {
        LogMark mark = tail.mark();
        write(log, "first\n");
        Path oldest = folder.resolve("server.log.2");
        Files.move(log, oldest);
        Files.setLastModifiedTime(oldest, java.nio.file.attribute.FileTime.fromMillis(1_000_000));
        write(log, "second\n");
        Path older = folder.resolve("server.log.1");
        Files.move(log, older);
        Files.setLastModifiedTime(older, java.nio.file.attribute.FileTime.fromMillis(2_000_000));
        write(log, "third\n");

        assertThat(readFrom(mark)).isEqualTo("first\nsecond\nthird\n");
    }

    @Test
    void startsAnewWhenTheFileWasCut() throws Exception {
        LogMark mark = tail.mark();
        Files.writeString(log, "anew\n");

        assertThat(readFrom(mark)).isEqualTo("anew\n");
    }

    @Test
    void noticesACutFileThatHasGrownPastTheMark() throws Exception {
        LogMark mark = tail.mark();
        Files.writeString(log, "a much longer text than the one that was there before\nend\n");

        assertThat(readFrom(mark)).isEqualTo("a much longer text than the one that was there before\nend\n");
    }

    @Test
    void waitsForALogThatIsNotThereYet() throws Exception {
        Files.delete(log);
        LogMark mark = tail.mark();

        assertThat(readFrom(mark)).isEmpty();
        write(log, "first\n");
        assertThat(readFrom(mark)).isEqualTo("first\n");
    }

    @Test
    void readsLinesLongerThanABlock() throws Exception {
        LogMark mark = tail.mark();
        String line = "x".repeat(LogTail.BLOCK + 5) + "\n";
        write(log, line + "end\n");

        assertThat(readFrom(mark)).isEqualTo(line + "end\n");
    }

    @Test
    void waitsForTheRestOfALuaError() throws Exception {
        LogFollower follower = new LogFollower(tail, Dialect.CANARY, tail.mark());
        write(
                log,
                "[2026-15-08 06:01:14.000] [error] Lua Script Error Detected\n-----------------------\nInterface: x\n");

        assertThat(follower.look()).isEmpty();
        write(log, "Script ID: y\n-----------------------\n");
        List<LogEntry> entries = follower.look();
        entries = entries.isEmpty() ? follower.look() : entries;

        assertThat(entries)
                .singleElement()
                .satisfies(entry -> assertThat(entry.more()).hasSize(4));
    }
}
