package org.jenkinsci.plugins.workflow.graph;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class FlowNode extends hudson.model.Actionable {
    public native java.util.List<hudson.model.Action> getActions();

    public native java.lang.String getId();

    public native void save() throws java.io.IOException;

    private FlowNode() {}
}
