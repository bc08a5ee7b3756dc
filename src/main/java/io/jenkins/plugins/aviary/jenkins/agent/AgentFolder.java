package io.jenkins.plugins.aviary.jenkins.agent;

import hudson.AbortException;
import hudson.FilePath;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.slaves.WorkspaceList;
import java.util.UUID;

/** Where Aviary's things are on an agent. */
final class AgentFolder {
    private AgentFolder() {}

    /**
     * Aviary's own folder under the agent's root: the engine and what operations keep between builds. On the built-in
     * node it stands beside the controller's own folder, so that no operation works inside that.
     */
    static FilePath of(FilePath workspace) throws AbortException {
        Computer computer = workspace.toComputer();
        Node node = computer == null ? null : computer.getNode();
        FilePath root = node == null ? null : node.getRootPath();
        if (root == null) {
            throw new AbortException("The agent of the workspace " + workspace.getRemote()
                    + " is not connected; run the step again when it is.");
        }
        return root.child("aviary-agent");
    }

    /** What operations keep on the agent: {@code context.home()}. */
    static FilePath home(FilePath workspace) throws AbortException {
        return of(workspace).child("home");
    }

    /** A new folder for one process, beside the workspace where Jenkins keeps such things. */
    static FilePath newControlFolder(FilePath workspace) throws AbortException {
        FilePath beside = WorkspaceList.tempDir(workspace);
        if (beside == null) {
            throw new AbortException(
                    "The workspace " + workspace.getRemote() + " has no folder beside it for its files.");
        }
        return beside.child("aviary-" + UUID.randomUUID());
    }
}
