package hudson.console;

public abstract class LineTransformationOutputStream extends java.io.OutputStream {
    public LineTransformationOutputStream() {}

    protected abstract void eol(byte[] a, int b) throws java.io.IOException;
}
