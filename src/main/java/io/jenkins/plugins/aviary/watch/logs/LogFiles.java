package io.jenkins.plugins.aviary.watch.logs;

import io.jenkins.plugins.aviary.config.ServerConfig.Dialect;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;

/** Log files in the workspace. */
final class LogFiles {
    private final RunContext context;
    private final Dialect dialect;

    LogFiles(RunContext context, Dialect dialect) {
        this.context = context;
        this.dialect = dialect;
    }

    /** Adds a file up. */
    LogTotals scan(String given) throws InterruptedException {
        Path file = context.path(given);
        if (!Files.isRegularFile(file)) {
            throw new InvalidParameter("There is no log file " + file + "; files are relative to the workspace");
        }
        AtomicLong done = new AtomicLong();
        try (Progress.Task task = context.progress().begin("Reading " + given, Files.size(file), "bytes")) {
            LogFileScan scan = new LogFileScan(dialect, read -> task.at(done.addAndGet(read)));
            if (given.endsWith(".gz")) {
                try (InputStream packed = Files.newInputStream(file);
                        InputStream unpacked = new GZIPInputStream(packed, 1 << 16)) {
                    return scan.scan(unpacked);
                }
            }
            return scan.scan(file, Runtime.getRuntime().availableProcessors());
        } catch (InterruptedIOException e) {
            throw new InterruptedException("cancelled while reading " + given);
        } catch (IOException e) {
            throw new OperationFailure("The log file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
