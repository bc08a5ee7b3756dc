package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.database.backup.BackupStore;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Whether worlds have the recent, proved backup that their environment demands before they are changed. */
final class RecentBackups {
    private final RunContext context;
    private final Duration within;

    /**
     * Looks for backups.
     *
     * @param within how old they may be; zero if none is demanded
     */
    RecentBackups(RunContext context, Duration within) {
        this.context = context;
        this.within = within;
    }

    /** Whether the environment demands them. */
    boolean demanded() {
        return !within.isZero();
    }

    /** The worlds that something is to be done to and that have none. A database without tables needs none. */
    List<World> lacking(Map<World, MigrationPlan> plans) {
        Instant oldest = context.clock().instant().minus(within);
        BackupStore store = BackupStore.inHome(context.home());
        return plans.entrySet().stream()
                .filter(world ->
                        !world.getValue().isEmpty() && !world.getValue().imports())
                .map(Map.Entry::getKey)
                .filter(world -> store.newestValid(world.environment(), world.name())
                        .filter(backup -> !backup.manifest().time().isBefore(oldest))
                        .isEmpty())
                .toList();
    }
}
