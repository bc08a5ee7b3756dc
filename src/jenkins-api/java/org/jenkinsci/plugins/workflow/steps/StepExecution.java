package org.jenkinsci.plugins.workflow.steps;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class StepExecution implements java.io.Serializable {
    protected StepExecution(org.jenkinsci.plugins.workflow.steps.StepContext a) {}

    public static native <T extends org.jenkinsci.plugins.workflow.steps.StepExecution>
            com.google.common.util.concurrent.ListenableFuture<?> acceptAll(
                    java.lang.Class<T> a, java.util.function.Consumer<T> b);

    public static native com.google.common.util.concurrent.ListenableFuture<?> acceptAll(
            java.util.function.Consumer<org.jenkinsci.plugins.workflow.steps.StepExecution> a);

    public native boolean blocksRestart();

    public native org.jenkinsci.plugins.workflow.steps.StepContext getContext();

    public native java.lang.String getStatus();

    public native void onResume();

    public abstract boolean start() throws java.lang.Exception;

    public native void stop(java.lang.Throwable a) throws java.lang.Exception;
}
