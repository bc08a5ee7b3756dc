package io.jenkins.plugins.aviary.testing;

import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Events;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.ProcessTrees;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.operation.Secrets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** What an operation runs in, remembering what it was told: log, events, progress, and the secrets put into it. */
public final class RecordedRun implements OperationLog, Events, Progress, Secrets {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<String> tasks = new CopyOnWriteArrayList<>();
    private final Map<String, String> secrets = new ConcurrentHashMap<>();

    /** The same with a credential. */
    public RecordedRun with(String id, String secret) {
        secrets.put(id, secret);
        return this;
    }

    /** A context with these surroundings. */
    public RunContext context(Path workspace, Path home, Clock clock) {
        return new RunContext(workspace, home, this, this, new ProcessTrees(Map.of()), this, this, clock, Map.of());
    }

    /** The lines of the log; warnings and errors begin with {@code WARN} and {@code ERROR}. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** The events, in their order. */
    public List<Event> events() {
        return List.copyOf(events);
    }

    /** What long work was begun. */
    public List<String> tasks() {
        return List.copyOf(tasks);
    }

    @Override
    public Secret text(String id) {
        if (!secrets.containsKey(id)) {
            throw new OperationFailure("There is no credential '" + id + "'");
        }
        return Secret.of(secrets.get(id));
    }

    @Override
    public String username(String id) {
        return secrets.getOrDefault(id + ".username", "");
    }

    @Override
    public void record(Event event) {
        events.add(event);
    }

    @Override
    public void info(String line) {
        lines.add(line);
    }

    @Override
    public void warn(String line) {
        lines.add("WARN " + line);
    }

    @Override
    public void error(String line) {
        lines.add("ERROR " + line);
    }

    @Override
    public void output(String line) {
        lines.add(line);
    }

    @Override
    public Task begin(String what, long total, String unit) {
        tasks.add(what);
        return Unwatched.PROGRESS;
    }
}
