package jakarta.servlet;

public abstract class ServletInputStream extends java.io.InputStream {
    private ServletInputStream() {}
}
