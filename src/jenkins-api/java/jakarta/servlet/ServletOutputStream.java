package jakarta.servlet;

public abstract class ServletOutputStream extends java.io.OutputStream {
    private ServletOutputStream() {}
}
