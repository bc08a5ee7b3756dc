package jakarta.servlet.http;

@SuppressWarnings({"rawtypes", "serial"})
public interface HttpServletRequest extends jakarta.servlet.ServletRequest {
    java.lang.String getHeader(java.lang.String a);

    java.lang.String getMethod();
}
