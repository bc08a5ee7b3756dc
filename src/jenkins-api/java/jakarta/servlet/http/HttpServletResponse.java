package jakarta.servlet.http;

@SuppressWarnings({"rawtypes", "serial"})
public interface HttpServletResponse extends jakarta.servlet.ServletResponse {
    void sendRedirect(java.lang.String a) throws java.io.IOException;

    void setHeader(java.lang.String a, java.lang.String b);

    void setStatus(int a);
}
