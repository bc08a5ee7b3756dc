package org.jenkinsci.plugins.workflow.flow;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class FlowExecutionOwner implements java.io.Serializable {
    public abstract org.jenkinsci.plugins.workflow.flow.FlowExecution get() throws java.io.IOException;

    public native org.jenkinsci.plugins.workflow.flow.FlowExecution getOrNull();

    private FlowExecutionOwner() {}

    public interface Executable {
        org.jenkinsci.plugins.workflow.flow.FlowExecutionOwner asFlowExecutionOwner();
    }
}
