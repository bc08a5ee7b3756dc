package hudson.security;

public class ACLContext {
    public native void close();

    private ACLContext() {}
}
