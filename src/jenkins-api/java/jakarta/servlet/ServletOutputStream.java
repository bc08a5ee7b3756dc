package jakarta.servlet;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class ServletOutputStream extends java.io.OutputStream {
    protected ServletOutputStream() {}

    public abstract boolean isReady();

    public abstract void setWriteListener(jakarta.servlet.WriteListener a);
}
