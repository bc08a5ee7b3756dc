package io.jenkins.plugins.aviary.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The machine that the operation runs on, as a game host. */
public final class LocalHost implements GameHost {
    private final String name;

    /** This machine under a name of {@code aviary.yml}. */
    public LocalHost(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public HostProcess start(RemoteCommand command) {
        try {
            return new LocalProcess(new ProcessBuilder(command.arguments()).start());
        } catch (IOException e) {
            throw new HostFailure(name + " cannot run " + command.arguments().get(0) + ": " + e.getMessage(), e);
        }
    }

    @Override
    public CommandResult run(RemoteCommand command) throws InterruptedException {
        return new CommandRun(name, command, start(command)).captured();
    }

    @Override
    public int stream(RemoteCommand command, Consumer<String> lines) throws InterruptedException {
        return new CommandRun(name, command, start(command)).streamed(lines);
    }

    @Override
    public void upload(InputStream content, String path, int mode) throws IOException {
        write(content, Path.of(path), mode, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static void write(InputStream content, Path file, int mode, StandardOpenOption how) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(FileModes.permissions(mode | OWNER_WRITES)));
        } catch (FileAlreadyExistsException e) {
            // It is replaced where it stands; its mode is set below.
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, how)) {
            content.transferTo(Channels.newOutputStream(channel));
            channel.force(true);
        }
        // The mode at creation is cut by the umask.
        Files.setPosixFilePermissions(file, FileModes.permissions(mode));
    }

    private static final int OWNER_WRITES = 0200;

    @Override
    public void writeAtomically(String path, byte[] content, int mode) {
        Path file = Path.of(path).toAbsolutePath();
        Path folder = Objects.requireNonNull(file.getParent(), "a file lies in a folder");
        Path beside = file.resolveSibling("." + file.getFileName() + ".incoming-" + UUID.randomUUID());
        try {
            try {
                write(new java.io.ByteArrayInputStream(content), beside, mode, StandardOpenOption.TRUNCATE_EXISTING);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
                forceFolder(folder);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw failure("write " + path, e);
        }
    }

    private static void forceFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public byte[] read(String path, long offset, int max) {
        try (FileChannel channel = FileChannel.open(Path.of(path), StandardOpenOption.READ)) {
            int length = (int) Math.max(0, Math.min(max, channel.size() - offset));
            ByteBuffer bytes = ByteBuffer.allocate(length);
            int read;
            do {
                read = channel.read(bytes, offset + bytes.position());
            } while (read > 0 && bytes.hasRemaining());
            return Arrays.copyOf(bytes.array(), bytes.position());
        } catch (IOException e) {
            throw failure("read " + path, e);
        }
    }

    @Override
    public long size(String path) {
        try {
            return Files.size(Path.of(path));
        } catch (NoSuchFileException e) {
            return -1;
        } catch (IOException e) {
            throw failure("look at " + path, e);
        }
    }

    @Override
    public List<String> list(String folder) {
        Path path = Path.of(folder);
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw failure("list " + folder, e);
        }
    }

    @Override
    public InetSocketAddress tunnel(String host, int port) {
        return new InetSocketAddress(host, port);
    }

    @Override
    public void close() {
        // Nothing is held open between calls.
    }

    private HostFailure failure(String what, IOException e) {
        String reason = e instanceof NoSuchFileException ? "there is no such file" : String.valueOf(e.getMessage());
        return new HostFailure(name + " cannot " + what + ": " + reason, e);
    }
}
