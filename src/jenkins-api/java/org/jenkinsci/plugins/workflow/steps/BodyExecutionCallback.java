package org.jenkinsci.plugins.workflow.steps;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class BodyExecutionCallback implements java.io.Serializable {
    public BodyExecutionCallback() {}

    public abstract void onFailure(org.jenkinsci.plugins.workflow.steps.StepContext a, java.lang.Throwable b);

    public native void onStart(org.jenkinsci.plugins.workflow.steps.StepContext a);

    public abstract void onSuccess(org.jenkinsci.plugins.workflow.steps.StepContext a, java.lang.Object b);

    public static native org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback wrap(
            com.google.common.util.concurrent.FutureCallback<java.lang.Object> a);
}
