package io.jenkins.plugins.aviary.cli;

import io.jenkins.plugins.aviary.approval.ApprovalGate;
import io.jenkins.plugins.aviary.benchmark.BenchmarkGate;
import io.jenkins.plugins.aviary.build.CanaryBuild;
import io.jenkins.plugins.aviary.changes.ReleaseNotes;
import io.jenkins.plugins.aviary.content.FeatureFlag;
import io.jenkins.plugins.aviary.content.HotReload;
import io.jenkins.plugins.aviary.content.MaintenanceWindow;
import io.jenkins.plugins.aviary.database.backup.BackupDatabase;
import io.jenkins.plugins.aviary.database.backup.RestoreDatabase;
import io.jenkins.plugins.aviary.database.migration.MigrateDatabase;
import io.jenkins.plugins.aviary.notice.NotifyTeam;
import io.jenkins.plugins.aviary.operation.Catalogue;
import io.jenkins.plugins.aviary.release.PromoteRelease;
import io.jenkins.plugins.aviary.rollout.CanaryRelease;
import io.jenkins.plugins.aviary.rollout.DeployRelease;
import io.jenkins.plugins.aviary.rollout.RollbackRelease;
import io.jenkins.plugins.aviary.scan.SecurityScan;
import io.jenkins.plugins.aviary.watch.ServerHealth;
import io.jenkins.plugins.aviary.watch.logs.AnalyzeLogs;
import java.util.List;

/** Every step that Aviary has, put together in one place. */
public final class StepCatalogue {
    private StepCatalogue() {}

    /** The catalogue of all steps. */
    public static Catalogue all() {
        return new Catalogue(List.of(
                CanaryBuild.class,
                BenchmarkGate.class,
                ApprovalGate.class,
                PromoteRelease.class,
                NotifyTeam.class,
                ReleaseNotes.class,
                MigrateDatabase.class,
                BackupDatabase.class,
                RestoreDatabase.class,
                HotReload.class,
                FeatureFlag.class,
                MaintenanceWindow.class,
                ServerHealth.class,
                DeployRelease.class,
                RollbackRelease.class,
                AnalyzeLogs.class,
                CanaryRelease.class,
                SecurityScan.class));
    }
}
