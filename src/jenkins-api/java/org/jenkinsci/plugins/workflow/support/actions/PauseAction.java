package org.jenkinsci.plugins.workflow.support.actions;

@SuppressWarnings({"rawtypes", "serial"})
public class PauseAction extends hudson.model.InvisibleAction
        implements org.jenkinsci.plugins.workflow.actions.PersistentAction {
    public PauseAction(java.lang.String a) {}

    public static native void endCurrentPause(org.jenkinsci.plugins.workflow.graph.FlowNode a)
            throws java.io.IOException;
}
