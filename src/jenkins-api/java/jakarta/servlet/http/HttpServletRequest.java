package jakarta.servlet.http;

public interface HttpServletRequest extends jakarta.servlet.ServletRequest {
    java.lang.String getHeader(java.lang.String a);

    java.lang.String getMethod();
}
