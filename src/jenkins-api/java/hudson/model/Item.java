package hudson.model;

@SuppressWarnings({"rawtypes", "serial"})
public interface Item extends hudson.security.AccessControlled {
    public static final hudson.security.Permission BUILD = null;
    public static final hudson.security.Permission CANCEL = null;
    public static final hudson.security.Permission CONFIGURE = null;
    public static final hudson.security.Permission EXTENDED_READ = null;
    public static final hudson.security.PermissionGroup PERMISSIONS = null;
    public static final hudson.security.Permission READ = null;

    java.lang.String getFullName();
}
