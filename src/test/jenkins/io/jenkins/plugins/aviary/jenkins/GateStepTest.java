package io.jenkins.plugins.aviary.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.aviary.jenkins.configuration.AviaryConfiguration;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a gate says before anybody is asked. */
@WithJenkins
class GateStepTest {
    private static WorkflowRun run(JenkinsRule jenkins, String pipeline) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(pipeline, true));
        return jenkins.assertBuildStatus(
                Result.FAILURE, job.scheduleBuild2(0).get(1, TimeUnit.MINUTES));
    }

    @Test
    void anEnvironmentThatNobodyKnowsIsNamed(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(jenkins, "approvalGate environment: 'moon', release: '" + "0".repeat(64) + "'");
        jenkins.assertLogContains("The environment 'moon' is not among the shared environments", run);
    }

    @Test
    void whatIsNoDigestIsRefusedWithoutAStackTrace(JenkinsRule jenkins) throws Exception {
        WorkflowRun run = run(jenkins, "approvalGate environment: 'moon', release: 'latest'");
        jenkins.assertLogContains("64 hexadecimal digits", run);
        jenkins.assertLogNotContains("\tat io.jenkins", run);
    }

    @Test
    void theConfigurationSurvivesItsForm(JenkinsRule jenkins) throws Exception {
        AviaryConfiguration configuration = AviaryConfiguration.get();
        configuration.setEnvironments("hosts:\n  here: {local: true}\n");
        configuration.setOnlySharedEnvironments(true);
        jenkins.configRoundtrip();
        assertEquals("hosts:\n  here: {local: true}", AviaryConfiguration.get().getEnvironments().strip());
        assertTrue(AviaryConfiguration.get().isOnlySharedEnvironments());
    }
}
