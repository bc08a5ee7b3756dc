package io.jenkins.plugins.aviary.jenkins.gate;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.jenkins.agent.SharedEnvironments;
import io.jenkins.plugins.aviary.jenkins.agent.WorkspaceConfig;
import io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration;
import java.io.IOException;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Where what an environment demands is read: in the controller's configuration if that knows the environment; else in
 * the workspace, unless the administrators forbid it.
 */
final class EnvironmentSource {
    private EnvironmentSource() {}

    /** The configuration; if it is a workspace's, the log says so. */
    static AviaryConfig of(String environment, StepContext context) throws IOException, InterruptedException {
        return of(environment, context, true);
    }

    /**
     * The configuration.
     *
     * @param tell whether the log says so if it is a workspace's
     */
    static AviaryConfig of(String environment, StepContext context, boolean tell)
            throws IOException, InterruptedException {
        AviaryConfiguration configuration = AviaryConfiguration.get();
        Optional<AviaryConfig> shared = configuration.shared();
        if (shared.isPresent() && shared.get().environments().containsKey(environment)) {
            return shared.get();
        }
        if (configuration.isOnlySharedEnvironments()) {
            throw SharedEnvironments.refused(environment);
        }
        FilePath workspace = context.get(FilePath.class);
        if (workspace == null) {
            throw new AbortException("The environment '" + environment + "' is not among the shared environments, and"
                    + " there is no workspace with an aviary.yml here; add it there (Manage Jenkins > System > Aviary),"
                    + " or use the step in a node block.");
        }
        if (tell) {
            context.get(TaskListener.class)
                    .getLogger()
                    .println("WARNING: what " + environment
                            + " demands is read from the workspace's aviary.yml, which whoever"
                            + " changes the sources can change; administrators can set it in Manage Jenkins > System >"
                            + " Aviary.");
        }
        return WorkspaceConfig.read(workspace, context);
    }
}
