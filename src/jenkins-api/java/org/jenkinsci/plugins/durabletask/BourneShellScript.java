package org.jenkinsci.plugins.durabletask;

@SuppressWarnings({"rawtypes", "serial"})
public final class BourneShellScript extends org.jenkinsci.plugins.durabletask.FileMonitoringTask {
    public BourneShellScript(java.lang.String a) {}
}
