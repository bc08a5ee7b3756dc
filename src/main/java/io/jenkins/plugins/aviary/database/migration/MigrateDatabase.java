package io.jenkins.plugins.aviary.database.migration;

import io.jenkins.plugins.aviary.artifact.FolderArtifactStore;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.model.Digest;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Durations;
import io.jenkins.plugins.aviary.operation.InvalidParameter;
import io.jenkins.plugins.aviary.operation.Operation;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Parameter;
import io.jenkins.plugins.aviary.operation.RunContext;
import io.jenkins.plugins.aviary.operation.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Applies the numbered migrations of a release to the databases of an environment's worlds, one statement at a time. */
@Step(
        name = "migrateDatabase",
        summary = "Applies the numbered migrations of a release to the databases of an environment's worlds.")
public record MigrateDatabase(
        @Parameter(value = "The environment whose worlds are migrated", required = true)
        String environment,

        @Parameter("The worlds, in this order; all of the environment if none is given")
        List<String> worlds,

        @Parameter(
                "The digest of the release whose migrations are applied; those of the source tree in the workspace if"
                        + " not given")
        String release,

        @Parameter("The version to stop at; the highest of the release if not given")
        int target,

        @Parameter("Whether the migrations are only tried, on a copy of each database that is dropped afterwards")
        boolean dryRun,

        @Parameter(
                value = "How many MiB of rows a dry run copies at most; the largest tables beyond that stay empty",
                defaultsTo = "4096")
        int dryRunLimit,

        @Parameter("Whether an empty database first gets the release's schema.sql")
        boolean importSchema,

        @Parameter("Whether statements may run after which something is gone that players have")
        boolean allowDestructive,

        @Parameter(
                value = "What to think of a statement of a killed migration that may have run or not: refuse, ran or"
                        + " not-run, once somebody looked",
                defaultsTo = "refuse")
        Unclear unclear,

        @Parameter(
                value =
                        "How long a statement waits for a table that is in use, from 1s; players may wait as long behind"
                                + " it",
                defaultsTo = "2s")
        Duration lockTimeout,

        @Parameter(value = "How often a statement that waited in vain is tried, from 1", defaultsTo = "10")
        int lockAttempts,

        @Parameter(value = "How long one statement may take", defaultsTo = "1h")
        Duration statementTimeout)
        implements Operation<MigrateDatabase.Result> {
    /**
     * What was done.
     *
     * @param environment the environment
     * @param release the digest of the release, or empty for a source tree
     * @param dryRun whether it was only tried
     * @param worlds the worlds, as far as it came
     */
    public record Result(String environment, String release, boolean dryRun, List<WorldResult> worlds) {
        /** Copies the worlds. */
        public Result {
            worlds = List.copyOf(worlds);
        }
    }

    /**
     * What was done to one world's database.
     *
     * @param world the world's name
     * @param database its database
     * @param from the version that it had, 0 if it was empty
     * @param to the version that it has now, or would have
     * @param applied the migrations that were applied
     * @param risks what was to be known of their statements
     * @param failure why it failed, or empty
     */
    public record WorldResult(
            String world,
            String database,
            int from,
            int to,
            List<AppliedMigration> applied,
            List<String> risks,
            String failure) {
        /** Copies the lists. */
        public WorldResult {
            applied = List.copyOf(applied);
            risks = List.copyOf(risks);
        }
    }

    /** Takes what is absent as empty and refuses what cannot be. */
    public MigrateDatabase {
        worlds = worlds == null ? List.of() : List.copyOf(worlds);
        release = release == null ? "" : release;
        if (!release.isEmpty() && !release.matches("[0-9a-f]{64}")) {
            throw new InvalidParameter(
                    "release is the digest of an artifact, 64 hexadecimal digits, not '" + release + "'");
        }
        if (target < 0) {
            throw new InvalidParameter("target is a version from 1, not " + target);
        }
        if (dryRunLimit < 0) {
            throw new InvalidParameter("dryRunLimit is a number of MiB, not " + dryRunLimit);
        }
        if (lockTimeout.compareTo(Duration.ofSeconds(1)) < 0 || lockAttempts < 1) {
            throw new InvalidParameter("lockTimeout is at least 1s and lockAttempts at least 1");
        }
        if (statementTimeout.compareTo(lockTimeout) <= 0) {
            throw new InvalidParameter("statementTimeout must be longer than lockTimeout");
        }
    }

    @Override
    public Outcome<Result> run(RunContext context) throws InterruptedException {
        AviaryConfig config = AviaryConfig.read(context.path(AviaryConfig.FILE_NAME), context.environment());
        Map<World, WorldDatabase> databases = new LinkedHashMap<>();
        for (World world : config.worlds(environment, worlds)) {
            databases.put(world, WorldDatabase.of(world, context.secrets()));
        }
        MigrationSet set = migrations(context, config);
        Map<World, MigrationPlan> plans = new LinkedHashMap<>();
        boolean destructive = false;
        for (Map.Entry<World, WorldDatabase> world : databases.entrySet()) {
            MigrationPlan plan =
                    runner(context, world.getValue(), set, options()).plan();
            tell(context, world.getKey(), set, plan);
            plans.put(world.getKey(), plan);
            destructive |= plan.isDestructive();
        }
        Duration within = config.environment(environment).policy().backupWithin();
        RecentBackups backups = new RecentBackups(context, within);
        List<World> unsaved = backups.lacking(plans);
        boolean allowed = allowDestructive || backups.demanded() && unsaved.isEmpty();
        WorldMigrations migrations = new WorldMigrations(context, this, set, plans, databases, allowed);
        if (dryRun) {
            return migrations.tried();
        }
        if (backups.demanded() && !unsaved.isEmpty()) {
            throw new OperationFailure(environment + " demands a valid backup not older than " + Durations.text(within)
                    + ", which " + unsaved.stream().map(World::name).toList()
                    + " lack; run backupDatabase first.");
        }
        if (destructive && !allowed) {
            return Outcome.inconclusive(
                    "the migrations delete what players have (see the log); decide, and allow it with"
                            + " allowDestructive: true",
                    new Result(environment, release, false, migrations.planned()),
                    Map.of("allowDestructive", "true"));
        }
        return migrations.applied();
    }

    private MigrationSet migrations(RunContext context, AviaryConfig config) {
        try {
            String dataPack = config.server().dataPack();
            return release.isEmpty()
                    ? MigrationSet.of(
                            context.path(config.build().source()),
                            dataPack,
                            config.server().dialect())
                    : MigrationSet.of(
                            FolderArtifactStore.inHome(context.home()),
                            new Digest(release),
                            dataPack,
                            config.server().dialect());
        } catch (IOException e) {
            throw new OperationFailure("The migrations cannot be read: " + e, e);
        }
    }

    MigrationOptions options() {
        return new MigrationOptions(
                target, lockTimeout, lockAttempts, statementTimeout, allowDestructive, importSchema, unclear);
    }

    static MigrationRunner runner(
            RunContext context, WorldDatabase database, MigrationSet set, MigrationOptions options) {
        return new MigrationRunner(database, set, options, context.log(), context.clock(), who(context));
    }

    /** Whom a second run is told to wait for: the build, or the user of this machine. */
    private static String who(RunContext context) {
        String build = context.environment().getOrDefault("BUILD_TAG", "");
        String user = context.environment().getOrDefault("USER", System.getProperty("user.name", "somebody"));
        return (build.isEmpty() ? user : build) + " (process "
                + ProcessHandle.current().pid() + ")";
    }

    private void tell(RunContext context, World world, MigrationSet set, MigrationPlan plan) {
        List<String> files = new ArrayList<>();
        if (plan.imports()) {
            files.add("schema.sql");
        }
        plan.steps().forEach(step -> files.add(step.file()));
        context.log()
                .info(world.qualifiedName() + ": db_version " + plan.version() + ", "
                        + (files.isEmpty()
                                ? "nothing to apply of " + set.origin()
                                : "to apply of " + set.origin() + ": " + String.join(", ", files)));
        if (!plan.resumes().isEmpty()) {
            context.log()
                    .warn(world.qualifiedName() + ": " + plan.resumes() + " was begun before and is taken up again");
        }
        plan.risks().forEach(risk -> context.log().warn(world.qualifiedName() + ": " + risk));
    }
}
