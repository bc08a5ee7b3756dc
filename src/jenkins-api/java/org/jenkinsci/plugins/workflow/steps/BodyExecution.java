package org.jenkinsci.plugins.workflow.steps;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class BodyExecution implements java.util.concurrent.Future<java.lang.Object>, java.io.Serializable {
    public native boolean cancel(java.lang.Throwable a);

    private BodyExecution() {}
}
