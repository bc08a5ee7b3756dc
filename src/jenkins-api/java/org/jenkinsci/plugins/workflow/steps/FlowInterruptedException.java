package org.jenkinsci.plugins.workflow.steps;

@SuppressWarnings({"rawtypes", "serial"})
public final class FlowInterruptedException extends java.lang.InterruptedException {
    public FlowInterruptedException(hudson.model.Result a, boolean b, jenkins.model.CauseOfInterruption... c) {}

    public native java.util.List<jenkins.model.CauseOfInterruption> getCauses();

    public native hudson.model.Result getResult();
}
