package org.jenkinsci.plugins.workflow.flow;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class FlowExecution {
    public native com.google.common.util.concurrent.ListenableFuture<
                    java.util.List<org.jenkinsci.plugins.workflow.steps.StepExecution>>
            getCurrentExecutions(boolean a);

    private FlowExecution() {}
}
