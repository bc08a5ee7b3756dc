package jakarta.servlet;

@SuppressWarnings({"rawtypes", "serial"})
public interface ServletRequest {
    long getContentLengthLong();

    java.lang.String getParameter(java.lang.String a);

    java.util.Map<java.lang.String, java.lang.String[]> getParameterMap();
}
