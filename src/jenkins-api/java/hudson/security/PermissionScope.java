package hudson.security;

@SuppressWarnings({"rawtypes", "serial"})
public final class PermissionScope {
    public static final hudson.security.PermissionScope ITEM = null;
    public static final hudson.security.PermissionScope JENKINS = null;
    public static final hudson.security.PermissionScope RUN = null;

    private PermissionScope() {}
}
