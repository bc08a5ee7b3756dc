package org.jenkinsci.plugins.durabletask;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class FileMonitoringTask extends org.jenkinsci.plugins.durabletask.DurableTask {
    public FileMonitoringTask() {}

    public final native void charset(java.nio.charset.Charset a);

    public final native org.jenkinsci.plugins.durabletask.Controller launch(
            hudson.EnvVars a, hudson.FilePath b, hudson.Launcher c, hudson.model.TaskListener d)
            throws java.io.IOException, java.lang.InterruptedException;
}
