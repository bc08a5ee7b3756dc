package org.jenkinsci.plugins.workflow.steps;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class BodyInvoker {
    public abstract org.jenkinsci.plugins.workflow.steps.BodyExecution start();

    public abstract org.jenkinsci.plugins.workflow.steps.BodyInvoker withCallback(
            org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback a);

    public abstract org.jenkinsci.plugins.workflow.steps.BodyInvoker withContext(java.lang.Object a);

    private BodyInvoker() {}
}
