package io.jenkins.plugins.aviary.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Events;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Events as lines of a file, each forced to the disk before the operation goes on. A thread that is interrupted still
 * writes: what a cancelled operation undoes must be remembered too.
 */
final class FileEvents implements Events, AutoCloseable {
    private final Path file;

    /** Guarded by this. */
    private FileChannel channel;

    private FileEvents(Path file) throws IOException {
        this.file = file;
        this.channel = open();
    }

    static FileEvents in(Path file) {
        try {
            return new FileEvents(file);
        } catch (IOException e) {
            throw new OperationFailure("Events cannot be written to " + file + ": " + e.getMessage(), e);
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    @Override
    public synchronized void record(Event event) {
        ObjectNode line = JsonFiles.MAPPER.createObjectNode();
        line.put("type", event.type());
        line.put("v", event.version());
        line.put("environment", event.environment());
        line.put("release", event.release());
        line.set("payload", event.payload());
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        boolean interrupted = Thread.interrupted();
        try {
            if (!channel.isOpen()) {
                channel = open();
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (IOException e) {
            throw new OperationFailure(
                    "The event " + event.type() + " could not be made durable in " + file + ": " + e.getMessage(), e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
