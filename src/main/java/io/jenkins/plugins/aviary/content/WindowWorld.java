package io.jenkins.plugins.aviary.content;

import io.jenkins.plugins.aviary.host.CommandResult;
import io.jenkins.plugins.aviary.host.HostFailure;
import io.jenkins.plugins.aviary.model.EnvironmentPolicy;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.server.ConfigLua;
import io.jenkins.plugins.aviary.server.Health;
import io.jenkins.plugins.aviary.server.HealthCheck;
import io.jenkins.plugins.aviary.server.LogMark;
import io.jenkins.plugins.aviary.server.Pause;
import io.jenkins.plugins.aviary.server.Readiness;
import io.jenkins.plugins.aviary.server.StopPlan;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A world in a maintenance window: closed step by step, and brought back to exactly what it was. What it was is kept on
 * its host, in {@code .aviary/maintenance/ID/}, so that any run can reopen it. Used by one thread; the world's lock is held.
 */
final class WindowWorld {
    private static final int MOST_NOTE = 1000;
    private static final int LARGEST = 4 << 20;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    /** Keeps config.lua of release $3 and the note $4 for window $2 of world folder $1, unless that is done already. */
    private static final String KEEP = "umask 077\ncd -P -- \"$1/.aviary\" || exit 1\n"
            + "for other in maintenance/*; do\n"
            + "    case $other in 'maintenance/*' | \"maintenance/$2\" | *.new) continue ;; esac\n"
            + "    echo \"window ${other#maintenance/} is not closed\" >&2; exit 75\n"
            + "done\n"
            + "[ -d \"maintenance/$2\" ] && exit 0\n"
            + "rm -rf -- \"maintenance/$2.new\" && mkdir -p -- \"maintenance/$2.new\" || exit 1\n"
            + "cp -p -- \"../releases/$3/config.lua\" \"maintenance/$2.new/config.lua\" || exit 1\n"
            + "printf '%s\\n' \"$4\" >\"maintenance/$2.new/note\" || exit 1\n"
            + "sync -f . 2>/dev/null || sync\n"
            + "mv -T -- \"maintenance/$2.new\" \"maintenance/$2\"";

    /** Brings config.lua of release $3 back, as window $2 of world folder $1 kept it, by one rename. */
    private static final String RESTORE = "cd -P -- \"$1\" || exit 1\n"
            + "cp -p -- \".aviary/maintenance/$2/config.lua\" \"releases/$3/config.lua.aviary-old\" || exit 1\n"
            + "sync -f . 2>/dev/null || sync\n"
            + "mv -fT -- \"releases/$3/config.lua.aviary-old\" \"releases/$3/config.lua\"\n"
            + "sync -f . 2>/dev/null || sync";

    private final HotWorld hot;
    private final String id;
    private final EnvironmentPolicy policy;
    private final Duration within;
    private final RunContext context;
    private final Pause pause;

    /**
     * A world.
     *
     * @param id the window's id
     * @param within how long a reload or a save may take
     */
    WindowWorld(HotWorld hot, String id, EnvironmentPolicy policy, Duration within, RunContext context, Pause pause) {
        this.hot = hot;
        this.id = id;
        this.policy = policy;
        this.within = within;
        this.context = context;
        this.pause = pause;
    }

    HotWorld hot() {
        return hot;
    }

    String name() {
        return hot.world().qualifiedName();
    }

    private String kept() {
        return hot.world().path() + "/.aviary/maintenance/" + id;
    }

    /** Keeps what it is now, before anything is changed. */
    void keep() throws InterruptedException {
        String note = hot.release().name() + " " + (hot.isRunning() ? "running" : "down");
        CommandResult result =
                hot.host().shell(KEEP, hot.world().path(), id, hot.release().name(), note);
        if (!result.succeeded()) {
            throw new HostFailure(name() + " cannot be closed: " + result.complaint()
                    + (result.exitCode() == 75 ? "; close it by maintenanceWindow phase: 'close' with its id" : ""));
        }
    }

    private ConfigLua original() throws InterruptedException {
        return LiveConfig.parse(hot.host().read(kept() + "/config.lua", 0, LARGEST));
    }

    /** Has the running server read its original configuration with some keys changed, as far as it has them. */
    void show(Map<String, String> wanted) throws InterruptedException {
        ConfigLua original = original();
        Optional<String> problem =
                new LiveConfig(hot, context, pause).apply(LiveConfig.bytes(with(original, wanted)), within);
        if (problem.isPresent()) {
            throw new OperationFailure(name() + " does not take its configuration: " + problem.get());
        }
    }

    private static ConfigLua with(ConfigLua original, Map<String, String> wanted) {
        Map<String, String> known = new LinkedHashMap<>();
        wanted.forEach((key, value) -> {
            if (original.value(key).isPresent()) {
                known.put(key, LiveConfig.asBytes(value));
            }
        });
        return original.with(known);
    }

    /** Shows a text to everybody online, where the reload agent is installed; tells whether it was shown. */
    boolean broadcast(String text) throws InterruptedException {
        ReloadAgent agent = new ReloadAgent(hot.host(), hot.releaseFolder(), context.clock(), pause);
        return agent.isInstalled()
                && agent.ask("broadcast " + text, ANSWER_WITHIN).isEmpty();
    }

    /** How many players are online, or -1 if nobody can tell. */
    int players() throws InterruptedException {
        return hot.server().playersOnline();
    }

    /** Saves and stops it; its configuration is what it was then. */
    void stop() throws InterruptedException {
        hot.server().save(within);
        hot.server().stop(StopPlan.of(policy));
        restore(hot.release().name());
    }

    /** Saves and restarts it, closed to all but staff. */
    void maintain(String message) throws InterruptedException {
        ConfigLua original = original();
        if (original.value("toggleMaintainMode").isEmpty()) {
            throw new OperationFailure(
                    name() + " has no toggleMaintainMode in its config.lua, so it cannot be closed to"
                            + " all but staff; use mode: 'stop'.");
        }
        hot.server().save(within);
        hot.server().stop(StopPlan.of(policy));
        new LiveConfig(hot, context, pause)
                .write(LiveConfig.bytes(with(
                        original,
                        Map.of("toggleMaintainMode", "true", "serverMotd", message, "maintainModeMessage", message))));
        start();
    }

    private void start() throws InterruptedException {
        LogMark mark = hot.server().mark();
        hot.server().start(hot.releaseFolder());
        Readiness readiness = hot.server().awaitReady(mark, policy.readyWithin(), context.progress());
        if (!readiness.isReady()) {
            throw new OperationFailure(name() + " was started, but is not ready: " + readiness.reason());
        }
    }

    /**
     * Brings it back to what it was, whatever of the closing was done, and makes sure that players can play.
     *
     * @throws OperationFailure if it is not open, with the reason
     */
    void reopen() throws InterruptedException {
        if (!hot.host().exists(kept())) {
            context.log().info(name() + " was not changed by this window");
            return;
        }
        String note =
                new String(hot.host().read(kept() + "/note", 0, MOST_NOTE), java.nio.charset.StandardCharsets.UTF_8);
        String release = note.strip().replaceFirst(" .*", "");
        boolean wasDown = note.strip().endsWith(" down");
        String folder = hot.world().path() + "/releases/" + release;
        boolean there = hot.host().exists(folder + "/config.lua");
        byte[] original = hot.host().read(kept() + "/config.lua", 0, LARGEST);
        byte[] now = there ? new LiveConfig(hot, folder, context, pause).read() : original;
        boolean changed = !Arrays.equals(original, now);
        boolean maintained = !value(now, "toggleMaintainMode").equals(value(original, "toggleMaintainMode"));
        if (changed) {
            requireOurs(LiveConfig.parse(original), LiveConfig.parse(now), folder);
        }
        boolean running = hot.server().process().isPresent();
        if (running && changed && maintained && hot.runs(release)) {
            hot.server().save(within);
            hot.server().stop(StopPlan.of(policy));
            running = false;
        }
        if (changed && running && hot.runs(release)) {
            Optional<String> problem = new LiveConfig(hot, folder, context, pause).apply(original, within);
            if (problem.isPresent()) {
                throw new OperationFailure(name() + " has its configuration back, but " + problem.get());
            }
        }
        if (there) {
            restore(release);
        }
        if (!running && !wasDown) {
            start();
        }
        requireOpen(wasDown && !running);
        hot.host().deleteTree(hot.world().path() + "/.aviary", kept());
    }

    /**
     * Brings back what was kept, in the file and in the server that reads it, if that still runs; starts and stops nothing.
     *
     * @throws OperationFailure if players cannot come in again, or somebody else edited the file
     */
    void takeBack() throws InterruptedException {
        if (!hot.host().exists(kept())) {
            return;
        }
        String note =
                new String(hot.host().read(kept() + "/note", 0, MOST_NOTE), java.nio.charset.StandardCharsets.UTF_8);
        String release = note.strip().replaceFirst(" .*", "");
        String folder = hot.world().path() + "/releases/" + release;
        if (hot.host().exists(folder + "/config.lua")) {
            byte[] original = hot.host().read(kept() + "/config.lua", 0, LARGEST);
            LiveConfig live = new LiveConfig(hot, folder, context, pause);
            requireOurs(LiveConfig.parse(original), LiveConfig.parse(live.read()), folder);
            // Also if the file is as it was: the server may have read it before.
            Optional<String> problem = hot.runs(release) ? live.apply(original, within) : Optional.empty();
            if (problem.isPresent()) {
                throw new OperationFailure(name() + " has its configuration back, but " + problem.get());
            }
            restore(release);
        }
        hot.host().deleteTree(hot.world().path() + "/.aviary", kept());
    }

    private static String value(byte[] config, String key) {
        return LiveConfig.parse(config).value(key).map(ConfigLua.Value::text).orElse("");
    }

    /** Whoever edited the file in the window must not lose that without knowing. */
    private void requireOurs(ConfigLua original, ConfigLua now, String folder) {
        Map<String, String> ours = new LinkedHashMap<>();
        for (String key : original.changedKeys(now)) {
            now.value(key).ifPresent(value -> ours.put(key, value.text()));
        }
        boolean onlyOurs = WindowRun.KEYS.containsAll(ours.keySet())
                && original.keys().containsAll(ours.keySet())
                && original.with(ours).text().equals(now.text());
        if (!onlyOurs) {
            throw new OperationFailure(name() + ": " + folder
                    + "/config.lua was changed by somebody during the window, so"
                    + " it is not put back over that; merge it with " + kept() + "/config.lua, then close the window"
                    + " again.");
        }
    }

    private void restore(String release) throws InterruptedException {
        CommandResult result = hot.host().shell(RESTORE, hot.world().path(), id, release);
        if (!result.succeeded()) {
            throw new HostFailure(
                    name() + " does not get its config.lua back: " + result.complaint() + "; it is in " + kept());
        }
    }

    private void requireOpen(boolean mayBeDown) throws InterruptedException {
        if (mayBeDown) {
            context.log().info(name() + " did not run before the window, and does not now");
            return;
        }
        Health health = hot.server().health();
        if (health.state() == Health.State.DOWN) {
            throw new OperationFailure(name() + " is not open: "
                    + health.checks().stream()
                            .filter(check -> check.state() == HealthCheck.State.BAD)
                            .map(HealthCheck::sentence)
                            .findFirst()
                            .orElse("it does not answer"));
        }
    }
}
