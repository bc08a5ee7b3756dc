package io.jenkins.plugins.aviary.host;

import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.Events;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.OperationLog;
import io.jenkins.plugins.aviary.operation.Secret;
import io.jenkins.plugins.aviary.operation.Secrets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Secrets, events and a log that remember what they were told. */
final class RecordedSurroundings implements Secrets, Events, OperationLog {
    final Map<String, String> secrets = new ConcurrentHashMap<>();
    final List<Event> events = new CopyOnWriteArrayList<>();
    final List<String> lines = new CopyOnWriteArrayList<>();

    HostConnections connections() {
        return new HostConnections(this, this, this);
    }

    RecordedSurroundings with(String id, String secret) {
        secrets.put(id, secret);
        return this;
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
}
