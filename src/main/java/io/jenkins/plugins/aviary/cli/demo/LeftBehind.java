package io.jenkins.plugins.aviary.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What an earlier demo left running because it was killed: programs that lie in the demo's own folder. */
final class LeftBehind {
    private static final Duration POLITE = Duration.ofSeconds(10);

    private final Path folder;

    /** Programs in a folder that belongs to the demo alone. */
    LeftBehind(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Ends them, politely at first; returns how many there were. */
    int end() throws InterruptedException {
        List<ProcessHandle> running = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .filter(command -> Path.of(command).startsWith(folder))
                        .isPresent())
                .toList();
        running.forEach(ProcessHandle::destroy);
        for (ProcessHandle process : running) {
            try {
                process.onExit().get(POLITE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                process.destroyForcibly();
            }
        }
        return running.size();
    }
}
