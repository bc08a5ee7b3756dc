package jakarta.servlet;

@SuppressWarnings({"rawtypes", "serial"})
public interface ServletResponse {
    jakarta.servlet.ServletOutputStream getOutputStream() throws java.io.IOException;

    void setCharacterEncoding(java.lang.String a);

    void setContentType(java.lang.String a);
}
