package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.server.LogEntry;
import io.jenkins.plugins.aviary.server.LogFollower;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** What a server's log says from a mark on, as far as it tells what became of a reload. Not safe for several threads. */
final class ReloadWatch {
    /** The last line of a SIGHUP: Canary ends with core.lua, The Forgotten Server with global.lua. */
    private static final Pattern HANGUP_DONE = Pattern.compile("Reloaded (?:core|global)\\.lua\\.?");

    private static final Pattern CONFIG_DONE = Pattern.compile("Reloaded config\\.?");
    private static final int MOST_FAULTS = 200;

    private final LogFollower follower;
    private final Map<String, ScriptFault> faults = new LinkedHashMap<>();
    private boolean hangupDone;
    private boolean configDone;

    ReloadWatch(LogFollower follower) {
        this.follower = follower;
    }

    /** Reads what was written since the last look. */
    void look() throws InterruptedException {
        do {
            follower.look().forEach(this::take);
        } while (!follower.isAtEnd());
    }

    private void take(LogEntry entry) {
        String message = entry.message().strip();
        hangupDone |= HANGUP_DONE.matcher(message).matches();
        configDone |= CONFIG_DONE.matcher(message).matches();
        ScriptFault.in(entry)
                .filter(fault -> faults.size() < MOST_FAULTS)
                .ifPresent(fault -> faults.putIfAbsent(fault.fingerprint(), fault));
    }

    /** Whether SIGHUP has done all that it does. */
    boolean hangupDone() {
        return hangupDone;
    }

    /** Whether the configuration was read again; the server says so whatever came of it. */
    boolean configDone() {
        return configDone;
    }

    /** The faults so far, each once, in their order. */
    List<ScriptFault> faults() {
        return new ArrayList<>(faults.values());
    }
}
