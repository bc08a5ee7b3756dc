package io.jenkins.plugins.aviary.watch.logs;

import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * Reads logs in large blocks and adds them up: a stream as it comes, a file in several parts at once. A part begins with
 * the first entry that begins in it, so that no block is torn. Memory is a buffer and a table for each part, whatever the
 * log's size.
 */
final class LogFileScan {
    private static final int BLOCK = 1 << 20;
    private static final long SMALLEST_PART = 16L << 20;
    private static final int LONGEST_LINE = 64 * 1024;

    private final Dialect dialect;
    private final LongConsumer progress;

    /** A scan that tells how many bytes were read, each time by how many. */
    LogFileScan(Dialect dialect, LongConsumer progress) {
        this.dialect = dialect;
        this.progress = progress;
    }

    /** Something that gives bytes until there are no more. */
    private interface Source {
        /** Reads into {@code buffer[from, ...)} and returns how many bytes, or -1 at the end. */
        int read(byte[] buffer, int from) throws IOException;
    }

    /** Adds up a stream. */
    LogTotals scan(InputStream stream) throws IOException {
        LogScan scan = new LogScan(dialect);
        lines(0, (buffer, from) -> stream.read(buffer, from, buffer.length - from), (bytes, from, to, offset) -> {
            scan.line(bytes, from, to);
            return true;
        });
        return scan.totals();
    }

    /** Adds up a file, with so many threads at most. */
    LogTotals scan(Path file, int threads) throws IOException, InterruptedException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            // The blocks of The Forgotten Server are known by what comes before them.
            int parts = dialect == Dialect.TFS
                    ? 1
                    : (int) Math.max(1, Math.min(threads, (size + SMALLEST_PART - 1) / SMALLEST_PART));
            return parts == 1 ? part(channel, 0, size) : parts(channel, size, parts);
        }
    }

    private LogTotals parts(FileChannel channel, long size, int parts) throws IOException, InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(parts);
        try {
            List<Future<LogTotals>> begun = new ArrayList<>();
            for (int i = 0; i < parts; i++) {
                long from = size / parts * i;
                long to = i == parts - 1 ? size : size / parts * (i + 1);
                begun.add(workers.submit(() -> part(channel, from, to)));
            }
            LogTotals all = begun.get(0).get();
            for (Future<LogTotals> next : begun.subList(1, parts)) {
                all.add(next.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    /** What does with a line; false to stop. */
    private interface LineTaker {
        boolean take(byte[] bytes, int from, int to, long offset);
    }

    /** Adds up the entries that begin in {@code [from, to)} of a file; the last may end behind it. */
    private LogTotals part(FileChannel channel, long from, long to) throws IOException {
        LogScan scan = new LogScan(dialect);
        // A byte before, to see whether a line begins right at the start.
        long[] at = {Math.max(0, from - 1)};
        Source source = (buffer, begin) -> {
            int read = channel.read(ByteBuffer.wrap(buffer, begin, buffer.length - begin), at[0]);
            at[0] += Math.max(0, read);
            return read;
        };
        boolean[] begun = {from == 0};
        boolean[] firstLine = {from > 0};
        lines(at[0], source, (bytes, begin, end, offset) -> {
            if (firstLine[0]) {
                // The rest of a line that the part before has.
                firstLine[0] = false;
                return true;
            }
            if (!begun[0]) {
                begun[0] = scan.isHead(bytes, begin, end);
            }
            if (offset >= to && scan.isHead(bytes, begin, end)) {
                return false;
            }
            if (begun[0]) {
                scan.line(bytes, begin, end);
            }
            return true;
        });
        return scan.totals();
    }

    private void lines(long start, Source source, LineTaker taker) throws IOException {
        byte[] buffer = new byte[BLOCK];
        long base = start;
        int held = 0;
        boolean skipping = false;
        while (true) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("cancelled while reading a log");
            }
            int read = source.read(buffer, held);
            if (read < 0) {
                break;
            }
            progress.accept(read);
            int filled = held + read;
            int line = 0;
            for (int at = held; at < filled; at++) {
                if (buffer[at] == '\n') {
                    if (!skipping && !taker.take(buffer, line, at, base + line)) {
                        return;
                    }
                    skipping = false;
                    line = at + 1;
                }
            }
            held = filled - line;
            if (held >= LONGEST_LINE && line == 0 && held == buffer.length) {
                // Nobody writes such a line: what is behind its first block is left out.
                if (!skipping && !taker.take(buffer, 0, LONGEST_LINE, base)) {
                    return;
                }
                skipping = true;
                base += filled;
                held = 0;
            } else if (line > 0) {
                System.arraycopy(buffer, line, buffer, 0, held);
                base += line;
            }
        }
        if (held > 0 && !skipping) {
            taker.take(buffer, 0, held, base);
        }
    }
}
