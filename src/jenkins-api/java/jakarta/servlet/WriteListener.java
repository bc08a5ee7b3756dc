package jakarta.servlet;

@SuppressWarnings({"rawtypes", "serial"})
public interface WriteListener extends java.util.EventListener {
    void onError(java.lang.Throwable a);

    void onWritePossible() throws java.io.IOException;
}
