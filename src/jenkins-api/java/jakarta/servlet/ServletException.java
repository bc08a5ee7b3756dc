package jakarta.servlet;

@SuppressWarnings({"rawtypes", "serial"})
public class ServletException extends java.lang.Exception {
    public ServletException(java.lang.String a) {}
}
