package hudson.security;

@SuppressWarnings({"rawtypes", "serial"})
public final class Permission {
    public final java.lang.String name = null;

    public Permission(
            hudson.security.PermissionGroup a,
            java.lang.String b,
            org.jvnet.localizer.Localizable c,
            hudson.security.Permission d,
            boolean e,
            hudson.security.PermissionScope[] f)
            throws java.lang.IllegalStateException {}
}
