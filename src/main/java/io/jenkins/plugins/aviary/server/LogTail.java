package io.jenkins.plugins.aviary.server;

import io.jenkins.plugins.aviary.host.CommandResult;
import io.jenkins.plugins.aviary.host.GameHost;
import io.jenkins.plugins.aviary.host.HostFailure;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Reads a log on a host from a mark on, also across a rotation: by renaming the file, or by copying and cutting it. A
 * file is known by device and inode, and its place by the bytes before it.
 */
final class LogTail {
    /** How much is read at once. */
    static final int BLOCK = 1 << 20;

    private static final int LEAD = 64;

    private final GameHost host;
    private final String path;

    LogTail(GameHost host, String path) {
        this.host = host;
        this.path = path;
    }

    /**
     * What was read.
     *
     * @param bytes whole lines, or a part of one that is longer than a block
     * @param next where to go on
     * @param atEnd whether nothing more was there
     */
    record Chunk(byte[] bytes, LogMark next, boolean atEnd) {}

    /** One file: the log or what was rotated away from it. */
    private record LogFile(String identity, long size, String path) {}

    /** The files, the log itself first if it is there, and the host's offset from UTC. */
    private record State(ZoneOffset offset, List<LogFile> files) {}

    String path() {
        return path;
    }

    /** The offset of the host's time from UTC. */
    ZoneOffset offset() throws InterruptedException {
        return state().offset();
    }

    /** The end of the log as it is now. */
    LogMark mark() throws InterruptedException {
        return markBack(0);
    }

    /** The place so many bytes before the end, or the beginning if the log is shorter. */
    LogMark markBack(long bytes) throws InterruptedException {
        Optional<LogFile> file = current(state());
        if (file.isEmpty()) {
            return LogMark.beginning(path);
        }
        return markAt(file.get(), Math.max(0, file.get().size() - bytes));
    }

    private LogMark markAt(LogFile file, long offset) throws InterruptedException {
        int lead = (int) Math.min(LEAD, offset);
        return new LogMark(path, file.identity(), offset, hash(host.read(file.path(), offset - lead, lead), lead));
    }

    /** Reads on from a mark. */
    Chunk read(LogMark mark) throws InterruptedException {
        List<LogFile> files = state().files();
        Optional<LogFile> known = files.stream()
                .filter(file -> file.identity().equals(mark.identity()) && file.size() >= mark.offset())
                .findFirst();
        if (known.isPresent()) {
            LogFile file = known.get();
            int lead = (int) Math.min(LEAD, mark.offset());
            byte[] read = host.read(file.path(), mark.offset() - lead, BLOCK + lead);
            if (hash(read, lead) == mark.lead()) {
                return continued(files, file, mark, read, lead);
            }
        }
        // It was cut, or it is gone with all that was rotated away from it: what there is now is all new.
        return files.isEmpty() || !files.get(0).path().equals(path)
                ? new Chunk(new byte[0], LogMark.beginning(path), true)
                : fromStart(files.get(0));
    }

    private Chunk continued(List<LogFile> files, LogFile file, LogMark mark, byte[] read, int lead)
            throws InterruptedException {
        boolean rotated = !file.path().equals(path);
        if (read.length == lead && rotated) {
            return fromStart(newerThan(files, file));
        }
        return chunk(file, mark.offset(), read, lead, rotated);
    }

    /** The file that was begun when the given one was rotated away: the one listed before it. */
    private static LogFile newerThan(List<LogFile> files, LogFile file) {
        return files.get(Math.max(0, files.indexOf(file) - 1));
    }

    private Chunk fromStart(LogFile file) throws InterruptedException {
        return chunk(file, 0, host.read(file.path(), 0, BLOCK), 0, !file.path().equals(path));
    }

    private Chunk chunk(LogFile file, long offset, byte[] read, int lead, boolean rotated) {
        int end = read.length;
        boolean full = read.length - lead >= BLOCK;
        if (!rotated || full) {
            int line = end;
            while (line > lead && read[line - 1] != '\n') {
                line--;
            }
            end = line > lead || !full ? line : end;
        }
        byte[] before = Arrays.copyOfRange(read, Math.max(0, end - LEAD), end);
        LogMark next = new LogMark(path, file.identity(), offset + end - lead, hash(before, before.length));
        return new Chunk(Arrays.copyOfRange(read, lead, end), next, !full && !rotated);
    }

    private Optional<LogFile> current(State state) {
        return state.files().stream().filter(file -> file.path().equals(path)).findFirst();
    }

    private State state() throws InterruptedException {
        CommandResult result = host.shell(ServerScript.LOG_STATE.text(), path);
        if (!result.succeeded()) {
            throw new HostFailure(host.name() + " cannot tell about the log " + path + ": " + result.complaint());
        }
        List<LogFile> files = new ArrayList<>();
        ZoneOffset offset = ZoneOffset.UTC;
        for (String line : result.output().split("\n")) {
            String[] fields = line.split(" ", 3);
            if (fields.length == 3) {
                files.add(new LogFile(fields[0], Long.parseLong(fields[1]), fields[2]));
            } else if (fields[0].startsWith("+") || fields[0].startsWith("-")) {
                offset = offset(fields[0]);
            }
        }
        return new State(offset, files);
    }

    private static ZoneOffset offset(String text) {
        try {
            return ZoneOffset.of(text);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }

    private static long hash(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, Math.min(length, bytes.length));
        return length == 0 ? 0 : crc.getValue();
    }
}
