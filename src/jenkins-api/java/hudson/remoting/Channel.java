package hudson.remoting;

@SuppressWarnings({"rawtypes", "serial"})
public class Channel implements hudson.remoting.VirtualChannel {
    public native boolean isClosingOrClosed();

    public native <V, T extends java.lang.Throwable> V call(hudson.remoting.Callable<V, T> a)
            throws java.io.IOException, java.lang.Throwable, java.lang.InterruptedException;

    private Channel() {}
}
