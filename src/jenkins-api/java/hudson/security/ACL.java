package hudson.security;

@SuppressWarnings({"rawtypes", "serial"})
public abstract class ACL {
    public static final org.springframework.security.core.Authentication SYSTEM2 = null;

    public final native void checkPermission(hudson.security.Permission a);

    public final native boolean hasPermission(hudson.security.Permission a);

    public native boolean hasPermission2(
            org.springframework.security.core.Authentication a, hudson.security.Permission b);

    private ACL() {}
}
