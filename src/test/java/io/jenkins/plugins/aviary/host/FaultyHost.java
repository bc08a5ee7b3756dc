package io.jenkins.plugins.aviary.host;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * This machine as a host whose scripts run under a fault: with the limits that a prelude sets, without some programs, or
 * killed at a step.
 */
final class FaultyHost implements GameHost {
    private static final int SCRIPT = 2;
    private static final int KILLED = 128 + 9;

    private final LocalHost real = new LocalHost("faulty");
    private final HostScript faulty;
    private final String prelude;
    /** How the last faulty script ended. */
    int code;

    private FaultyHost(HostScript faulty, String prelude) {
        this.faulty = faulty;
        this.prelude = prelude;
    }

    /** Before the given simple command of a script, functions and pipelines counted, its whole session is killed. */
    static FaultyHost killing(HostScript script, int step) {
        return new FaultyHost(
                script,
                "set -T; step=0; trap 'step=$((step + 1)); [ $step -ne " + step + " ] || kill -9 -- -$$' DEBUG\n");
    }

    /** No file can get larger than so many bytes, as on a disk that is full. */
    static FaultyHost full(HostScript script, int bytes) {
        return new FaultyHost(script, "trap '' XFSZ; ulimit -f " + bytes / 1024 + "\n");
    }

    /** A script runs after another one, which may take programs away from it. */
    static FaultyHost with(HostScript script, String before) {
        return new FaultyHost(script, before + "\n");
    }

    boolean wasKilled() {
        return code == KILLED;
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public HostProcess start(RemoteCommand command) throws InterruptedException {
        List<String> arguments = command.arguments();
        if (arguments.size() <= SCRIPT || !arguments.get(SCRIPT).equals(faulty.text())) {
            return real.start(command);
        }
        List<String> changed = new ArrayList<>(List.of("setsid", "-w", "bash", "-c", prelude + faulty.text()));
        changed.addAll(arguments.subList(SCRIPT + 1, arguments.size()));
        HostProcess process = real.start(RemoteCommand.of(changed.toArray(String[]::new)));
        return new HostProcess() {
            @Override
            public java.io.OutputStream input() {
                return process.input();
            }

            @Override
            public InputStream output() {
                return process.output();
            }

            @Override
            public InputStream errors() {
                return process.errors();
            }

            @Override
            public java.util.OptionalInt await(java.time.Duration patience) throws InterruptedException {
                java.util.OptionalInt ended = process.await(patience);
                ended.ifPresent(value -> code = value);
                return ended;
            }

            @Override
            public void close() {
                process.close();
            }
        };
    }

    @Override
    public CommandResult run(RemoteCommand command) throws InterruptedException {
        return new CommandRun(name(), command, start(command)).captured();
    }

    @Override
    public int stream(RemoteCommand command, Consumer<String> lines) throws InterruptedException {
        return new CommandRun(name(), command, start(command)).streamed(lines);
    }

    @Override
    public void upload(InputStream content, String path, int mode) throws IOException {
        real.upload(content, path, mode);
    }

    @Override
    public void writeAtomically(String path, byte[] content, int mode) {
        real.writeAtomically(path, content, mode);
    }

    @Override
    public byte[] read(String path, long offset, int max) {
        return real.read(path, offset, max);
    }

    @Override
    public long size(String path) {
        return real.size(path);
    }

    @Override
    public List<String> list(String folder) {
        return real.list(folder);
    }

    @Override
    public InetSocketAddress tunnel(String host, int port) {
        return real.tunnel(host, port);
    }

    @Override
    public void close() {
        real.close();
    }
}
