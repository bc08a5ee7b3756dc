package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.TaskListener;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration;
import java.io.IOException;
import java.util.Optional;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/**
 * Where what an environment demands is read: in the controller's configuration if that knows the environment; else in
 * the workspace, unless the administrators forbid it.
 *
 * @param config the configuration
 * @param shared whether it is the administrators'
 */
public record EnvironmentSource(AviaryConfig config, boolean shared) {
    /** The configuration; if it is a workspace's, the log says so. */
    public static AviaryConfig of(String environment, StepContext context) throws IOException, InterruptedException {
        return of(environment, context, true);
    }

    /**
     * The configuration.
     *
     * @param tell whether the log says so if it is a workspace's
     */
    public static AviaryConfig of(String environment, StepContext context, boolean tell)
            throws IOException, InterruptedException {
        EnvironmentSource source = find(environment, context);
        if (tell) {
            source.warn(environment, context);
        }
        return source.config();
    }

    static EnvironmentSource find(String environment, StepContext context) throws IOException, InterruptedException {
        AviaryConfiguration configuration = AviaryConfiguration.get();
        Optional<AviaryConfig> shared = configuration.shared();
        if (shared.isPresent() && shared.get().environments().containsKey(environment)) {
            return new EnvironmentSource(shared.get(), true);
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
        return new EnvironmentSource(WorkspaceConfig.read(workspace, context), false);
    }

    /** Says in the log whom the demand comes from, if that is not the administrators. */
    void warn(String environment, StepContext context) throws IOException, InterruptedException {
        if (!shared) {
            context.get(TaskListener.class)
                    .getLogger()
                    .println("WARNING: what " + environment
                            + " demands is read from the workspace's aviary.yml, which whoever"
                            + " changes the sources can change; administrators can set it in Manage Jenkins > System >"
                            + " Aviary.");
        }
    }
}
