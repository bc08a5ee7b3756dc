package org.jenkinsci.plugins.workflow.steps;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class StepContext
        implements com.google.common.util.concurrent.FutureCallback<java.lang.Object>, java.io.Serializable {
    public abstract <T> T get(java.lang.Class<T> a) throws java.io.IOException, java.lang.InterruptedException;

    public native boolean hasBody();

    public abstract org.jenkinsci.plugins.workflow.steps.BodyInvoker newBodyInvoker()
            throws java.lang.IllegalStateException;

    public abstract void onSuccess(java.lang.Object a);

    public abstract com.google.common.util.concurrent.ListenableFuture<java.lang.Void> saveState();

    public abstract void setResult(hudson.model.Result a);

    private StepContext() {}
}
