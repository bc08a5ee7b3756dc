package io.jenkins.plugins.aviary.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.ChannelExec;

/** A game host over SSH and SFTP. Hosts with the same address share their connection. */
public final class SshHost implements GameHost {
    /** The variable that marks what a command started, so that it can be ended with it. */
    private static final String MARK = "AVIARY_RUN";

    private final String name;
    private final SshConnection connection;
    private final SftpFiles files;
    private final SshTunnels tunnels;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** A host that is connected to at its first use. */
    SshHost(String name, SshConnection connection) {
        this.name = name;
        this.connection = connection.retained();
        this.files = new SftpFiles(name, connection);
        this.tunnels = new SshTunnels(name, connection);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public HostProcess start(RemoteCommand command) throws InterruptedException {
        String program = command.arguments().get(0);
        String mark = UUID.randomUUID().toString();
        List<String> marked = new ArrayList<>(List.of("env", MARK + "=" + mark));
        marked.addAll(command.arguments());
        String line = ShellQuoting.quote(marked);
        try {
            return start(program, mark, line);
        } catch (LostBeforeStart e) {
            // Nothing has run yet, so once more over a new connection does no harm.
            try {
                return start(program, mark, line);
            } catch (LostBeforeStart again) {
                throw new HostFailure(name + " cannot run '" + program + "': " + again.getMessage(), again);
            }
        }
    }

    private HostProcess start(String program, String mark, String line) throws InterruptedException, LostBeforeStart {
        SshSession session = connection.take();
        boolean started = false;
        try {
            ChannelExec channel = session.session().createExecChannel(line);
            SshProcess process = new SshProcess(name, program, channel, new MarkedEnding(mark, session));
            process.open(connection.patience());
            started = true;
            return process;
        } catch (IOException | IllegalStateException e) {
            if (Thread.interrupted() || e instanceof InterruptedIOException && !SshConnection.isTimeout(e)) {
                throw new InterruptedException("cancelled while " + name + " was to run " + program);
            }
            if (!session.isOpen()) {
                throw new LostBeforeStart(e);
            }
            throw new HostFailure(name + " cannot run '" + program + "': " + e.getMessage(), e);
        } finally {
            if (!started) {
                connection.give(session);
            }
        }
    }

    @Override
    public void expectMuch() {
        CipherWarmUp.begin();
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
    public void upload(InputStream content, String path, int mode) throws IOException, InterruptedException {
        files.upload(content, path, mode);
    }

    @Override
    public void writeAtomically(String path, byte[] content, int mode) throws InterruptedException {
        String beside = path + ".incoming-" + UUID.randomUUID();
        String octal = Integer.toOctalString(mode);
        CommandResult result = run(
                RemoteCommand.shell(HostScript.WRITE_FILE.text(), path, beside, octal, String.valueOf(content.length))
                        .reading(content));
        if (!result.succeeded()) {
            throw new HostFailure(name + " cannot write " + path + ": " + result.complaint());
        }
    }

    @Override
    public byte[] read(String path, long offset, int max) throws InterruptedException {
        return files.read(path, offset, max);
    }

    @Override
    public long size(String path) throws InterruptedException {
        return files.size(path);
    }

    @Override
    public List<String> list(String folder) throws InterruptedException {
        return files.list(folder);
    }

    @Override
    public InetSocketAddress tunnel(String host, int port) throws InterruptedException {
        return tunnels.open(host, port);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            tunnels.close();
            files.close();
            connection.release();
        }
    }

    /** Finds a command's processes by their mark, and gives its room in the connection back. */
    private final class MarkedEnding implements SshProcess.Ending {
        private final String mark;
        private final SshSession session;

        MarkedEnding(String mark, SshSession session) {
            this.mark = mark;
            this.session = session;
        }

        @Override
        public void signal(String signal) throws InterruptedException {
            try {
                shell(HostScript.SIGNAL.text(), MARK + "=" + mark, signal);
            } catch (HostFailure e) {
                // The host is out of reach, so nothing more can be asked of it; the failure that led here is reported.
                session.session().close(true);
            }
        }

        @Override
        public void freed() {
            connection.give(session);
        }
    }

    private static final class LostBeforeStart extends Exception {
        private static final long serialVersionUID = 1L;

        LostBeforeStart(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
