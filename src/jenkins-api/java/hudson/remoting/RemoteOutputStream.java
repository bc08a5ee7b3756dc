package hudson.remoting;

@SuppressWarnings({"rawtypes", "serial"})
public final class RemoteOutputStream extends java.io.OutputStream {
    public RemoteOutputStream(java.io.OutputStream a) {}

    public native void write(int a) throws java.io.IOException;
}
