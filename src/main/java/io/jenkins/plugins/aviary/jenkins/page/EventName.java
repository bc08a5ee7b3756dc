package io.jenkins.plugins.aviary.jenkins.page;

import java.util.HashMap;
import java.util.Map;

/** What the events of a build are called where people read how many there were. */
final class EventName {
    private static final Map<String, String[]> NAMES = new HashMap<>();

    static {
        name("approval.requested", "approval asked for", "approvals asked for");
        name("approval.voted", "vote", "votes");
        name("approval.settled", "approval settled", "approvals settled");
        name("approval.brokenglass", "glass broken", "glasses broken");
        name("artifact.attested", "artifact attested", "artifacts attested");
        name("backup.finished", "backup", "backups");
        name("benchmark.compared", "benchmark comparison", "benchmark comparisons");
        name("build.finished", "build", "builds");
        name("content.reloaded", "reload", "reloads");
        name("content.reverted", "reload put back", "reloads put back");
        name("deployment.finished", "delivery", "deliveries");
        name("deployment.rolledback", "rollback", "rollbacks");
        name("flag.changed", "flag changed", "flags changed");
        name("flag.reverted", "flag put back", "flags put back");
        name("health.checked", "health check", "health checks");
        name("logs.analyzed", "log analysis", "log analyses");
        name("maintenance.closed", "maintenance window closed", "maintenance windows closed");
        name("maintenance.opened", "maintenance window", "maintenance windows");
        name("migration.applied", "migration", "migrations");
        name("migration.failed", "migration failed", "migrations failed");
        name("release.promoted", "promotion", "promotions");
        name("restore.finished", "database restored", "databases restored");
        name("rollout.finished", "rollout", "rollouts");
        name("rollout.judged", "judgement", "judgements");
        name("rollout.stage", "stage of a rollout", "stages of a rollout");
        name("rollout.wished", "wish for a rollout", "wishes for a rollout");
        name("scan.finished", "security scan", "security scans");
        name("stage.finished", "stage", "stages");
    }

    private EventName() {}

    /**
     * {@code 2 deliveries}, {@code 1 build}. Of a type that has no name, the type itself.
     *
     * @param type the event's type
     * @param failed whether what they tell of failed
     * @param count how many
     */
    static String counted(String type, boolean failed, int count) {
        String plain = type.replace('.', ' ');
        String name = NAMES.getOrDefault(type, new String[] {plain, plain})[count == 1 ? 0 : 1];
        return count + " " + (failed ? "failed " : "") + name;
    }

    private static void name(String type, String one, String more) {
        NAMES.put(type, new String[] {one, more});
    }
}
