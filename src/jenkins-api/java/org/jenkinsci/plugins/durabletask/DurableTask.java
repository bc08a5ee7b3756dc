package org.jenkinsci.plugins.durabletask;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class DurableTask
        extends hudson.model.AbstractDescribableImpl<org.jenkinsci.plugins.durabletask.DurableTask>
        implements hudson.ExtensionPoint {
    public DurableTask() {}

    public native void charset(java.nio.charset.Charset a);

    public abstract org.jenkinsci.plugins.durabletask.Controller launch(
            hudson.EnvVars a, hudson.FilePath b, hudson.Launcher c, hudson.model.TaskListener d)
            throws java.io.IOException, java.lang.InterruptedException;
}
