package io.jenkins.plugins.aviary.database.migration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.aviary.database.ScratchSchema;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.database.migration.MigrateDatabase.Result;
import io.jenkins.plugins.aviary.database.migration.MigrateDatabase.WorldResult;
import io.jenkins.plugins.aviary.model.World;
import io.jenkins.plugins.aviary.operation.Event;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.Outcome;
import io.jenkins.plugins.aviary.operation.Progress;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Carries planned migrations out on one world after the other, or on copies of their databases. */
final class WorldMigrations {
    private static final long MIB = 1 << 20;

    private final RunContext context;
    private final MigrateDatabase request;
    private final MigrationSet set;
    private final Map<World, MigrationPlan> plans;
    private final Map<World, WorldDatabase> databases;
    private final MigrationOptions options;

    WorldMigrations(
            RunContext context,
            MigrateDatabase request,
            MigrationSet set,
            Map<World, MigrationPlan> plans,
            Map<World, WorldDatabase> databases,
            boolean allowDestructive) {
        this.options = allowDestructive ? request.options().destructive() : request.options();
        this.context = context;
        this.request = request;
        this.set = set;
        this.plans = plans;
        this.databases = databases;
    }

    /** What would be done. */
    List<WorldResult> planned() {
        List<WorldResult> results = new ArrayList<>();
        plans.forEach(
                (world, plan) -> results.add(result(world, plan, plan.version().number(), List.of(), "")));
        return results;
    }

    private WorldResult result(
            World world, MigrationPlan plan, int to, List<AppliedMigration> applied, String failure) {
        return new WorldResult(
                world.name(),
                databases.get(world).label(),
                plan.version().number(),
                to,
                applied,
                plan.risks(),
                failure);
    }

    /** Carries them out on copies, and tells how they went. */
    Outcome<Result> tried() throws InterruptedException {
        List<WorldResult> results = new ArrayList<>();
        for (Map.Entry<World, MigrationPlan> planned : plans.entrySet()) {
            World world = planned.getKey();
            MigrationPlan plan = planned.getValue();
            List<AppliedMigration> applied = new ArrayList<>();
            if (plan.isEmpty()) {
                results.add(result(world, plan, plan.version().number(), applied, ""));
                continue;
            }
            context.log().info("Trying the migrations of " + world.qualifiedName() + " on a copy of its database");
            try (ScratchSchema copy = ScratchSchema.cloneOf(
                    databases.get(world), request.dryRunLimit() * MIB, context.log(), context.progress())) {
                // The copy may be destroyed: that is what it is for.
                int to = MigrateDatabase.runner(
                                context, copy.database(), set, request.options().destructive())
                        .apply(applied::add);
                results.add(result(world, plan, to, applied, ""));
            } catch (OperationFailure e) {
                int to = applied.isEmpty()
                        ? plan.version().number()
                        : applied.get(applied.size() - 1).to();
                results.add(result(world, plan, to, applied, e.getMessage()));
                return Outcome.failed(
                        "the dry run for " + world.qualifiedName() + " failed, nothing was changed: " + e.getMessage(),
                        outcome(results));
            }
        }
        return Outcome.done("the migrations work on copies of " + summary(results), outcome(results));
    }

    /** Carries them out; the first world that fails ends it. */
    Outcome<Result> applied() throws InterruptedException {
        List<WorldResult> results = new ArrayList<>();
        long all =
                plans.values().stream().mapToLong(plan -> plan.steps().size()).sum();
        try (Progress.Task task = context.progress().begin("Migrating", all, "migrations")) {
            for (Map.Entry<World, MigrationPlan> planned : plans.entrySet()) {
                World world = planned.getKey();
                MigrationPlan plan = planned.getValue();
                if (plan.isEmpty()) {
                    results.add(result(world, plan, plan.version().number(), List.of(), ""));
                    continue;
                }
                List<AppliedMigration> applied = new ArrayList<>();
                Instant begun = context.clock().instant();
                try {
                    int to = MigrateDatabase.runner(context, databases.get(world), set, options)
                            .apply(migration -> {
                                applied.add(migration);
                                record(world, migration);
                                task.at(results.stream()
                                                .mapToLong(
                                                        done -> done.applied().size())
                                                .sum()
                                        + applied.size());
                            });
                    results.add(result(world, plan, to, applied, ""));
                } catch (OperationFailure e) {
                    Duration took = Duration.between(begun, context.clock().instant());
                    int to = applied.isEmpty()
                            ? plan.version().number()
                            : applied.get(applied.size() - 1).to();
                    recordFailure(world, plan, applied.size(), to, e.getMessage(), took);
                    results.add(result(world, plan, to, applied, e.getMessage()));
                    return Outcome.failed(e.getMessage() + untouched(world), outcome(results));
                }
            }
        }
        return Outcome.done(summary(results), outcome(results));
    }

    private String untouched(World failed) {
        List<String> names = plans.keySet().stream().map(World::name).toList();
        List<String> after = names.subList(names.indexOf(failed.name()) + 1, names.size());
        return after.isEmpty() ? "" : " Not touched after it: " + String.join(", ", after) + ".";
    }

    private static String summary(List<WorldResult> results) {
        return results.stream()
                .map(world -> world.world() + ": "
                        + (world.applied().isEmpty()
                                ? "nothing to apply at version " + world.to()
                                : "from version " + world.from() + " to " + world.to() + " in "
                                        + world.applied().size()
                                        + (world.applied().size() == 1 ? " step" : " steps")))
                .collect(Collectors.joining("; "));
    }

    private Result outcome(List<WorldResult> results) {
        return new Result(request.environment(), request.release(), request.dryRun(), results);
    }

    private void record(World world, AppliedMigration migration) {
        context.events()
                .record(Event.of(
                        "migration.applied",
                        world.environment(),
                        request.release(),
                        payload(world, migration.file(), migration.from(), migration.to(), migration.durationMillis())
                                .put("statements", migration.statements())
                                .put("checksum", migration.checksum())));
    }

    private void recordFailure(World world, MigrationPlan plan, int applied, int from, String reason, Duration took) {
        int place = applied - (plan.imports() ? 1 : 0);
        MigrationPlan.Step step = place >= 0 && place < plan.steps().size()
                ? plan.steps().get(place)
                : new MigrationPlan.Step("schema.sql", from, from, 0, List.of(), "");
        context.events()
                .record(Event.of(
                        "migration.failed",
                        world.environment(),
                        request.release(),
                        payload(world, step.file(), from, step.to(), took.toMillis())
                                .put("reason", reason)));
    }

    private ObjectNode payload(World world, String file, int from, int to, long millis) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("world", world.name())
                .put("database", databases.get(world).label())
                .put("migration", file)
                .put("fromVersion", from)
                .put("toVersion", to)
                .put("durationMillis", millis);
    }
}
