package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.remoting.VirtualChannel;
import java.io.File;
import java.nio.file.Path;
import jenkins.agents.ControllerToAgentFileCallable;

/** Where the Java is that the agent itself runs on: always there and never older than Jenkins demands. */
record AgentJava() implements ControllerToAgentFileCallable<String> {
    @Override
    public String invoke(File workspace, VirtualChannel channel) {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
