package jakarta.servlet;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class ServletInputStream extends java.io.InputStream {
    private ServletInputStream() {}
}
