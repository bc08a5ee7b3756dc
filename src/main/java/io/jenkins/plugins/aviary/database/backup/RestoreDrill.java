package io.jenkins.plugins.aviary.database.backup;

import io.jenkins.plugins.aviary.database.ScratchSchema;
import io.jenkins.plugins.aviary.database.WorldDatabase;
import io.jenkins.plugins.aviary.operation.OperationFailure;
import io.jenkins.plugins.aviary.operation.RunContext;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Restores a backup into a scratch schema and compares: only what was restored once can be called a backup. */
final class RestoreDrill {
    private final RunContext context;
    private final WorldDatabase beside;

    /**
     * Prepares drills.
     *
     * @param beside the schema beside which the scratch schema is made, on the server that it is made on
     */
    RestoreDrill(RunContext context, WorldDatabase beside) {
        this.context = context;
        this.beside = beside;
    }

    /** Restores and compares; what goes wrong is part of the report. */
    DrillReport of(BackupFiles files, BackupManifest manifest) throws InterruptedException {
        Instant begun = context.clock().instant();
        List<String> problems = new ArrayList<>();
        List<String> orphans = new ArrayList<>();
        long millis = 0;
        try {
            BackupLoading loading = new BackupLoading(files, manifest, context.progress());
            loading.verify();
            try (ScratchSchema scratch = ScratchSchema.create(beside, context.log())) {
                Instant from = context.clock().instant();
                loading.into(scratch.database(), false);
                millis = Duration.between(from, context.clock().instant()).toMillis();
                RestoredCopy copy = new RestoredCopy(scratch.database(), manifest);
                problems.addAll(copy.differences(files.definitions(manifest)));
                orphans.addAll(copy.orphans());
            }
        } catch (OperationFailure | IOException e) {
            problems.add(e instanceof OperationFailure ? e.getMessage() : "a file cannot be read: " + e);
        }
        return new DrillReport(problems.isEmpty(), problems, orphans, millis, begun.toString());
    }
}
