package jakarta.servlet;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class ServletOutputStream extends java.io.OutputStream {
    private ServletOutputStream() {}
}
