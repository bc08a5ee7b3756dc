package io.jenkins.plugins.aviary.jenkins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.aviary.jenkins.step.CanaryBuildStep;
import io.jenkins.plugins.aviary.jenkins.step.NotifyTeamStep;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.StepConfigTester;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What a form shows is what a pipeline gave. */
@WithJenkins
class StepRoundTripTest {
    @Test
    void listsAndFlagsComeBackFromTheForm(JenkinsRule jenkins) throws Exception {
        CanaryBuildStep step = new CanaryBuildStep();
        step.setPreset("linux-release");
        step.setTargets(List.of("canary", "tests"));
        step.setTest(false);
        CanaryBuildStep after = new StepConfigTester(jenkins).configRoundTrip(step);
        assertEquals(step.parameters(), after.parameters());
    }

    @Test
    void mapsAndNestedObjectsComeBackFromTheForm(JenkinsRule jenkins) throws Exception {
        NotifyTeamStep.Channel channel = new NotifyTeamStep.Channel("email");
        channel.setServer("mail.example.org");
        channel.setFrom("ci@example.org");
        channel.setTo(List.of("a@example.org", "b@example.org"));
        NotifyTeamStep step = new NotifyTeamStep("Delivered", List.of(channel));
        step.setFields(Map.of("world", "antica"));
        NotifyTeamStep after = new StepConfigTester(jenkins).configRoundTrip(step);
        assertEquals(step.parameters(), after.parameters());
    }
}
