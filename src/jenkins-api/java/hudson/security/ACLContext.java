package hudson.security;

@SuppressWarnings({"rawtypes", "serial"})
public class ACLContext implements java.lang.AutoCloseable {
    public native void close();

    private ACLContext() {}
}
