package hudson.security;

@SuppressWarnings({"rawtypes", "serial"})
public final class PermissionGroup {
    public PermissionGroup(java.lang.Class a, org.jvnet.localizer.Localizable b)
            throws java.lang.IllegalStateException {}
}
