package hudson.remoting;

@SuppressWarnings({"rawtypes", "serial"})
public class RemoteInputStream extends java.io.InputStream {
    public RemoteInputStream(java.io.InputStream a, hudson.remoting.RemoteInputStream.Flag b) {}

    public native int read() throws java.io.IOException;

    public enum Flag {
        GREEDY,
        MANUAL_UNEXPORT,
        NOT_GREEDY;
    }
}
