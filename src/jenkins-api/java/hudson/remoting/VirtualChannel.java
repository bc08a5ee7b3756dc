package hudson.remoting;

@SuppressWarnings({"rawtypes", "serial"})
public interface VirtualChannel {
    <V, T extends java.lang.Throwable> V call(hudson.remoting.Callable<V, T> a)
            throws java.io.IOException, java.lang.Throwable, java.lang.InterruptedException;
}
