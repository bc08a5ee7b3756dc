package jakarta.servlet;

public class ServletException extends java.lang.Exception {
    public ServletException(java.lang.String a) {}
}
