package hudson.security;

public final class PermissionGroup {
    public PermissionGroup(java.lang.Class a, org.jvnet.localizer.Localizable b)
            throws java.lang.IllegalStateException {}
}
