package hudson.console;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class LineTransformationOutputStream extends java.io.OutputStream {
    public LineTransformationOutputStream() {}

    protected abstract void eol(byte[] a, int b) throws java.io.IOException;

    public native void forceEol() throws java.io.IOException;

    public native void write(int a) throws java.io.IOException;
}
