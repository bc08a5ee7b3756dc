package hudson;

@SuppressWarnings({"rawtypes", "serial"})
public class AbortException extends java.io.IOException {
    public AbortException(java.lang.String a) {}
}
