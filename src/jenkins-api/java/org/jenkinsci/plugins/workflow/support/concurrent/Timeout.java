package org.jenkinsci.plugins.workflow.support.concurrent;

@SuppressWarnings({"rawtypes", "serial"})
public class Timeout implements java.lang.AutoCloseable {
    public native void close();

    public static native org.jenkinsci.plugins.workflow.support.concurrent.Timeout limit(
            long a, java.util.concurrent.TimeUnit b);

    private Timeout() {}
}
