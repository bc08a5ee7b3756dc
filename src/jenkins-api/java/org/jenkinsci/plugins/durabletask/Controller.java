package org.jenkinsci.plugins.durabletask;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class Controller implements java.io.Serializable {
    public Controller() {}

    public abstract void cleanup(hudson.FilePath a) throws java.io.IOException, java.lang.InterruptedException;

    public native java.lang.Integer exitStatus(hudson.FilePath a, hudson.Launcher b, hudson.model.TaskListener c)
            throws java.io.IOException, java.lang.InterruptedException;

    public native java.lang.String getDiagnostics(hudson.FilePath a, hudson.Launcher b)
            throws java.io.IOException, java.lang.InterruptedException;

    public native void stop(hudson.FilePath a, hudson.Launcher b)
            throws java.io.IOException, java.lang.InterruptedException;

    public abstract boolean writeLog(hudson.FilePath a, java.io.OutputStream b)
            throws java.io.IOException, java.lang.InterruptedException;
}
