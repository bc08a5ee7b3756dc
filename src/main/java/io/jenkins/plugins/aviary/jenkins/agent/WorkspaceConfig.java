package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.AbortException;
import hudson.EnvVars;
import hudson.FilePath;
import io.jenkins.plugins.aviary.config.AviaryConfig;
import io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Reads the {@code aviary.yml} of a workspace on the controller, as a text that is not trusted. */
public final class WorkspaceConfig {
    private WorkspaceConfig() {}

    /** What the workspace's {@code aviary.yml} says, and of shared environments what administrators say. */
    public static AviaryConfig read(FilePath workspace, StepContext context) throws IOException, InterruptedException {
        byte[] bytes = workspace.child(AviaryConfig.FILE_NAME).act(new ReadBounded(0, CredentialNames.LARGEST_CONFIG));
        if (bytes.length == 0 || bytes.length >= CredentialNames.LARGEST_CONFIG) {
            throw new AbortException("There is no readable " + AviaryConfig.FILE_NAME + " in " + workspace.getRemote()
                    + "; check the sources out before this step.");
        }
        EnvVars variables = context.get(EnvVars.class);
        AviaryConfig own = AviaryConfig.parse(
                AviaryConfig.FILE_NAME,
                new String(bytes, StandardCharsets.UTF_8),
                variables == null ? Map.of() : variables);
        return AviaryConfiguration.get().shared().map(own::under).orElse(own);
    }
}
